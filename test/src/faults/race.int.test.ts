import { idIn } from '../support/story.js';
import type { Taken } from './agencies/journal.js';
import { opening } from './agencies/moves.js';
import type { Move } from './agencies/moves.js';
import { examineServed } from './afterwards/examine.js';
import { expectSameAnswers } from './afterwards/same-answers.js';
import { onSite } from './on-site.js';

const ROUNDS = process.env['GUITU_LONG'] === '1' ? 300 : 15;
const [P, S] = ['police-baoji', 'station-baoji'] as const;

test(`of two agencies that race for one person ${ROUNDS} times, while others write, one is taken each time and the other refused`, () => onSite('race', async ({ site, agencies, chance }) => {
  const hub = await site.start();
  const taken = async (command: Move & { readonly caseId?: string }): Promise<Taken['body']> => {
    const { end } = await agencies.send(command);
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
    const ends = await Promise.all((chance.percent(50) ? runners : runners.toReversed()).map(async (runner) => (await agencies.send({ ...runner, caseId })).end));
    expect(ends.map((end) => end?.kind).toSorted()).toEqual(['refused', 'taken']);
    expect(ends.find((end) => end?.kind === 'refused')).toMatchObject({ status: 409 });
    const view = await agencies.sender.view(hub.urls, P, caseId);
    const signed = view?.handovers?.find(({ id }) => id === handoverId)?.status === 'done';
    expect(view?.custodian?.organisation).toBe(signed ? S : P);
    won.set(signed ? S : P, (won.get(signed ? S : P) ?? 0) + 1);
  }
  await agencies.finish();
  await expectSameAnswers(agencies, hub);
  await examineServed(site.directory, () => hub.stop(), agencies.journal);
  process.stderr.write(`race: won ${[...won].map(([id, times]) => `${id} ${times}`).join(', ')}; ${agencies.journal.taken.length} taken\n`);
}), 120_000 + ROUNDS * 2_000);
