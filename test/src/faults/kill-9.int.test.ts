import { rm } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { Unreachable } from '@guitu/client';
import type { CommandAnswer, CommandName, CommandOptions } from '@guitu/client';
import { projectionsAgree, readLog } from '../support/afterwards.js';
import { foundBody } from '../support/episodes.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import type { Desks } from '../support/hub.js';
import { startHubProcess } from '../support/hub-process.js';
import type { HubProcess } from '../support/hub-process.js';
import { expectSoundLog, openEverything } from '../support/invariants.js';
import { able, manOf } from '../support/people.js';
import type { OrganisationId } from '../support/register.js';
import { chanceOf } from '../support/seed.js';
import { idIn } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';

const KILLS = process.env['GUITU_LONG'] === '1' ? 40 : 3;
const WRITERS = 6;
const [P, S] = ['police-baoji', 'station-baoji'] as const;

interface Acknowledged {
  /** Sends the very same command again. */
  readonly again: (desks: Desks) => Promise<CommandAnswer>;
  readonly answer: CommandAnswer;
}

let directory: string;
let running: HubProcess | undefined;
let desks: Desks | undefined;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(async () => {
  desks?.close();
  await running?.kill();
  await rm(directory, { recursive: true });
});

/** A revision of the case that a fact beside it saw is that of its day; everything else of an answer is the command's own. */
const lasting = ({ revision, ...answer }: CommandAnswer): object => (answer.streamRevision === undefined ? { ...answer, revision } : answer);

test(`a hub that is killed ${KILLS} times while agencies write has lost nothing and doubled nothing`, async () => {
  const chance = chanceOf('kill -9');
  const acknowledged: Acknowledged[] = [];
  let stopping = false;
  let unanswered = 0;

  /** Sends one command until it is acknowledged, over as many hubs as it takes, always under the same key. */
  async function send<N extends CommandName>(by: OrganisationId, name: N, options: Omit<CommandOptions<N>, 'idempotencyKey'>): Promise<CommandAnswer> {
    const sent = { ...options, idempotencyKey: chance.uuid() };
    const again = (at: Desks): Promise<CommandAnswer> => at.as(by).send(name, sent);
    for (;;) {
      const at = desks;
      try {
        if (at === undefined) throw new Error('no hub yet');
        const answer = await again(at);
        acknowledged.push({ again, answer });
        return answer;
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        unanswered += 1;
        await waitFor('the next hub', () => desks !== at, 30_000);
      }
    }
  }

  async function write(): Promise<void> {
    for (let earlier: string | undefined; !stopping; ) {
      const person = manOf(`康有${chance.below(1_000)}号`, '430703197001010019', '1970-01-01');
      const { caseId } = await send(P, 'found', { body: foundBody(person, able) });
      const { ids } = await send(P, 'referral-sent', { caseId, body: { to: S, purpose: 'admission', reason: '请接收' } });
      const referralId = idIn(ids, 'referralId');
      await send(S, 'referral-received', { caseId, body: { referralId, signedBy: '值班员李秀英' } });
      await send(S, 'referral-accepted', { caseId, body: { referralId } });
      const offered = await send(P, 'handover-offered', { caseId, body: { to: S, referralId } });
      await send(S, 'handed-over', { caseId, body: { handoverId: idIn(offered.ids, 'handoverId'), to: { kind: 'organisation', organisation: S }, referralId } });
      await send(S, 'eligibility-decided', { caseId, body: { eligible: true, ground: 'away-from-home-without-means', place: 'station' } });
      await send(S, 'admitted', { caseId, body: { place: 'station', identified: true, person, signs: able, shelter: { area: 'dormitory' } } });
      await send(S, 'note-added', { caseId, body: { note: '已安排晚餐' } });
      if (earlier !== undefined) await send(S, 'linked', { caseId, body: { otherCase: earlier, method: 'staff-recognition', evidence: '值班员认出' } });
      earlier = caseId;
    }
  }

  async function start(): Promise<void> {
    desks?.close();
    running = await startHubProcess(directory);
    desks = createDesks(running.urls, new Set(), { attempts: 1 });
  }

  await start();
  const writers = Array.from({ length: WRITERS }, write);
  const failed = Promise.all(writers).then(() => undefined);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const enough = acknowledged.length + 20 + chance.below(60);
    await Promise.race([waitFor(`${enough} acknowledgements`, () => acknowledged.length >= enough, 30_000), failed]);
    await after(chance.below(8));
    await running?.kill();
    await start();
  }
  stopping = true;
  await failed;
  const last = desks;
  if (last === undefined) throw new Error('no hub');
  for (const { again, answer } of acknowledged) expect(lasting(await again(last))).toEqual(lasting(answer));
  await running?.kill();
  running = undefined;

  const hub = await startEmbedded(directory);
  try {
    const log = await readLog(hub.store);
    const recorded = log.map(({ id }) => id);
    const promised = acknowledged.flatMap(({ answer }) => answer.events.map(({ id }) => id));
    expect(promised.toSorted()).toEqual(recorded.slice(1).toSorted());
    expect(log[0]?.name).toBe('hub-started');
    expect(log.filter(({ name }) => name === 'hub-started')).toHaveLength(1);
    expectSoundLog(log);
    expect(await openEverything(hub.vault, log)).toBeGreaterThan(KILLS * 20);
    await projectionsAgree({ hub });
  } finally {
    await hub.close();
  }
  process.stderr.write(`kill -9: ${KILLS} kills, ${acknowledged.length} commands acknowledged, ${unanswered} cut off and sent again\n`);
}, KILLS * 20_000 + 60_000);
