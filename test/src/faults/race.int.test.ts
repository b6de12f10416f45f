import { chanceOf } from '../support/seed.js';
import { idIn } from '../support/story.js';
import { Agencies } from './agencies/agencies.js';
import type { Taken } from './agencies/journal.js';
import { opening } from './agencies/moves.js';
import type { Move } from './agencies/moves.js';
import { examine } from './afterwards/examine.js';
import { expectSameAnswers } from './afterwards/same-answers.js';
import { Site } from './hub/site.js';

const ROUNDS = process.env['GUITU_LONG'] === '1' ? 300 : 15;
const [P, S] = ['police-baoji', 'station-baoji'] as const;
let site: Site;
let agencies: Agencies | undefined;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(async () => {
  await agencies?.close();
  await site.close();
});

test(`of two agencies that race for one person ${ROUNDS} times, while others write, one is taken each time and the other refused`, async () => {
  const chance = chanceOf('race');
  const hub = await site.start();
  const all = new Agencies({ site, chance });
  agencies = all;
  const taken = async (command: Move & { readonly caseId?: string }): Promise<Taken['body']> => {
    const { end } = await all.send(command);
    if (end?.kind !== 'taken') throw new Error(`${command.name}: ${JSON.stringify(end)}`);
    return end.body;
  };
  const won = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { caseId } = await taken(opening(chance, P));
    const referralId = idIn((await taken({ by: P, name: 'referral-sent', body: { to: S, purpose: 'admission' }, caseId })).ids, 'referralId');
    await taken({ by: S, name: 'referral-accepted', body: { referralId }, caseId });
    const handoverId = idIn((await taken({ by: P, name: 'handover-offered', body: { to: S, referralId }, caseId })).ids, 'handoverId');
    const runners: readonly Move[] = [
      { by: S, name: 'handed-over', body: { handoverId, referralId, to: { kind: 'organisation', organisation: S } } },
      { by: P, name: 'handover-withdrawn', body: { handoverId } },
    ];
    const ends = await Promise.all((chance.percent(50) ? runners : runners.toReversed()).map(async (runner) => (await all.send({ ...runner, caseId })).end));
    expect(ends.map((end) => end?.kind).toSorted()).toEqual(['refused', 'taken']);
    expect(ends.find((end) => end?.kind === 'refused')).toMatchObject({ status: 409 });
    const view = await all.sender.view(hub.urls, P, caseId);
    const signed = view?.handovers?.find(({ id }) => id === handoverId)?.status === 'done';
    expect(view?.custodian?.organisation).toBe(signed ? S : P);
    won.set(signed ? S : P, (won.get(signed ? S : P) ?? 0) + 1);
  }
  await all.finish();
  await expectSameAnswers(all, hub);
  await hub.stop();
  await examine(site.directory, all.journal);
  process.stderr.write(`race: won ${[...won].map(([id, times]) => `${id} ${times}`).join(', ')}; ${all.journal.taken.length} taken\n`);
}, 120_000 + ROUNDS * 2_000);
