import { join } from 'node:path';
import { caseIdOfStream, caseStream } from '@guitu/contracts';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import type { ServiceName } from '@guitu/service-kit';
import { stopServices } from '@guitu/standalone';
import { guitu } from '../../support/guitu.js';
import { describeWithOwnBroker } from '../../support/kafka.js';
import type { Chance } from '../../support/seed.js';
import { chanceOf } from '../../support/seed.js';
import { waitFor } from '../../support/wait-for.js';
import { Agencies } from '../agencies/agencies.js';
import { expectAskedToComeAgain } from '../agencies/come-again.js';
import { opening } from '../agencies/moves.js';
import type { LogRow } from '../afterwards/log-rows.js';
import { expectSameAnswers } from '../afterwards/same-answers.js';
import { poisons } from '../hub/poisons.js';
import { readTaken, servedIn } from './afterwards/served.js';
import { startBrokenHub } from './broken-hub.js';
import type { BrokenHub } from './broken-hub.js';
import { examine, examineFiles, examineLog, ofFirstCopies } from './examine.js';
import { intrude } from './kafka/intruder.js';
import { OpenHours } from './open-hours.js';

const LONG = process.env['GUITU_LONG'] === '1';
const KILLS = LONG ? 50 : 10;
/** How long a part is away in the long run; in the short one until enough was seen. */
const AWAY_MS = LONG ? 60_000 : 0;
const LIMIT_MS = 600_000 + (LONG ? KILLS * 30_000 : 0);

const agents = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'] as const satisfies readonly ServiceName[];

describeWithOwnBroker('a hub of which each service is a process, while six organisations write', () => {
  let hub: BrokenHub;
  let agencies: Agencies;
  let hours: OpenHours;
  let chance: Chance;
  let rows: readonly LogRow[] = [];
  const poisoned = new Map<string, number>();
  const soundly = () => ({ hub, journal: agencies.journal, poisoned });

  beforeAll(async () => {
    chance = chanceOf('distributed faults');
    hub = await startBrokenHub();
    hours = new OpenHours(hub.urls);
    agencies = new Agencies({ site: hours, chance });
    await agencies.acknowledge(10);
  }, LIMIT_MS);
  afterAll(async () => {
    await agencies?.close();
    await hub?.close();
  }, 60_000);

  /** All is ready again, and the whole examination. */
  async function afterwards(what: string): Promise<void> {
    await hub.ready(120_000);
    const found = await hours.closedDuring(() => examine(soundly(), rows));
    rows = found.rows;
    const { journal } = agencies;
    // Processes that nobody broke did not die of what became of the others.
    expect(hub.deaths()).toBe(0);
    process.stderr.write(`${what}: ${journal.taken.length} commands acknowledged so far, ${journal.cutOff} cut off, ${journal.away.length} answers of 503, ${rows.length} events, ${found.again} records came again\n`);
  }

  /** So many commands are acknowledged, and so much time is over. */
  async function meanwhile(commands: number): Promise<void> {
    const end = Date.now() + AWAY_MS;
    await agencies.acknowledge(commands, 120_000);
    await waitFor('the end of the minute', () => Date.now() >= end, AWAY_MS + 10_000);
  }

  test(`loses nothing and doubles nothing when its processes, the broker and the event store are killed ${KILLS} times`, async () => {
    const killed: string[] = [];
    let next: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // All of them in turn, in an order by chance.
      if (next.length === 0) next = Object.keys(hub.parts);
      const victim = hub.parts[chance.pick(next) as keyof typeof hub.parts];
      next = next.filter((name) => name !== victim.name);
      await agencies.acknowledge(2 + chance.below(10), 120_000);
      process.stderr.write(`kill ${kill + 1}: ${victim.name}\n`);
      await victim.kill();
      killed.push(victim.name);
      await victim.back();
      ({ rows } = await examineLog(soundly(), rows));
    }
    await agencies.acknowledge(10, 120_000);
    await afterwards(`killed ${killed.join(', ')}`);
  }, LIMIT_MS);

  test('goes on taking commands while Kafka is away, and what was told meanwhile arrives when it is back', async () => {
    await hub.parts.broker.kill();
    try {
      await meanwhile(30);
      if (!LONG) for (const name of agents) expect({ name, missing: await hub.services[name].missing() }).toEqual({ name, missing: undefined });
      // It notices when a page that it sends has been tried in vain for a while.
      await waitFor('the relay to say that it does not get on', async () => (await hub.services.relay.missing())?.includes('relay') === true, 60_000);
    } finally {
      await hub.parts.broker.back();
    }
    await afterwards('Kafka away');
  }, LIMIT_MS);

  const away = [
    { what: 'the event store', part: 'event store', code: 'store-unavailable' },
    { what: 'the vault', part: 'vault', code: 'vault-unavailable' },
  ] as const;
  test.each(away)('asks every sender to come again while $what is away, and goes on by itself when it is back', async ({ what, part, code }) => {
    const before = new Set(agencies.journal.away);
    const since = () => agencies.journal.away.filter((answer) => !before.has(answer));
    await hub.parts[part].kill();
    const end = Date.now() + AWAY_MS;
    // Whoever has to see a case first sees nothing now; somebody who opens one is told.
    const opened = agencies.send(opening(chance, 'police-baoji'));
    try {
      await waitFor('answers that say so', () => since().length >= 10 && Date.now() >= end, AWAY_MS + 60_000);
    } finally {
      await hub.parts[part].back();
    }
    expect((await opened).end?.kind).toBe('taken');
    await agencies.acknowledge(10, 120_000);
    expectAskedToComeAgain(since(), [code]);
    await afterwards(`${what} away`);
  }, LIMIT_MS);

  test('keeps its worklists whole when somebody joins the groups of a service and leaves, and when a second copy of it comes and is killed', async () => {
    const intruder = await intrude(hub.broker.brokers, hub.topics, 'guitu.station.');
    expect(intruder.taken).toBeGreaterThan(0);
    const second = await hub.second('station');
    try {
      await agencies.acknowledge(20, 120_000);
      await waitFor('the second station to have rows', () => servedIn(hub.directory).some((which) => !ofFirstCopies(which) && readTaken(hub.directory, which).gates.size > 0), 180_000);
    } finally {
      await second.end('SIGKILL');
      await intruder.leave();
    }
    await agencies.acknowledge(10, 120_000);
    await afterwards(`an intruder on ${intruder.taken} partitions, a second station`);
  }, LIMIT_MS);

  test('brings everything to Kafka in its order though two relays run; one of them notices the other and stops', async () => {
    const second = await hub.second('relay');
    try {
      const stateAt = async (url: string): Promise<string | undefined> => /"state":"(\w+)"/u.exec(await fetch(`${url}/readyz`).then((answer) => answer.text(), () => ''))?.[1];
      const states = () => Promise.all([stateAt(hub.services.relay.url), stateAt(second.url)]);
      let seen: readonly (string | undefined)[] = [];
      await waitFor('one relay to notice the other', async () => (seen = await states()).includes('lost'), 120_000).catch((error: unknown) => {
        throw new Error(`they said ${seen.join(' and ')}`, { cause: error });
      });
      await agencies.acknowledge(10, 120_000);
      const found = await states();
      expect(found.toSorted()).toEqual(['lost', 'running']);
      if (found[0] === 'lost') {
        // What an operator does: the one that works stays, or is ended and the other started again.
        await second.end('SIGTERM');
        await hub.services.relay.stop();
        hub.services.relay.start();
      }
    } finally {
      await second.end('SIGKILL');
    }
    await agencies.acknowledge(10, 120_000);
    await afterwards('two relays');
  }, LIMIT_MS);

  test('sets cases with poison aside, tells its operator, and goes on with every other case', async () => {
    const cases = [];
    for (const poison of poisons) {
      const { end } = await agencies.send(opening(chance, 'police-baoji'));
      if (end?.kind !== 'taken') throw new Error('no case');
      cases.push({ ...poison, caseId: end.body.caseId, stream: caseStream(end.body.caseId), revision: end.body.revision + 1 });
    }
    const store = await openEventStoreDb(hub.log);
    try {
      for (const { stream, revision, change } of cases) {
        const last = (await store.readStream(stream)).at(-1);
        const id = chance.uuid();
        poisoned.set(stream, revision);
        const { type, bytes } = change({ ...(JSON.parse(Buffer.from(last?.bytes ?? []).toString('utf8')) as Record<string, unknown>), id, revision });
        expect(await store.append(stream, [{ id, type, bytes }], { expected: revision - 1 })).toMatchObject({ ok: true });
      }
    } finally {
      await store.close();
    }
    const aside = cases.map(({ stream, revision, reason }) => `${stream} ${revision} ${reason}`).toSorted();
    const worklists = () => servedIn(hub.directory).filter(({ copy, name }) => name === 'worklist' && ofFirstCopies({ copy })).map((which) => readTaken(hub.directory, which));
    await waitFor('every worklist to set the cases aside', () => worklists().every(({ parked }) => parked.length === aside.length), 60_000);
    for (const { copy, parked } of worklists()) expect({ copy, parked }).toEqual({ copy, parked: aside });
    for (const name of agents) {
      expect(await (await fetch(`${hub.services[name].url}/metrics`)).text()).toMatch(/parked_streams\{[^}]*projection="worklist"[^}]*\} 3\b/u);
    }
    const listed = (await guitu(join(hub.directory, 'station'), ['parked', 'list', '--json'])).json<{ readonly parked: readonly object[] }>();
    for (const { stream, reason } of cases) expect(listed.parked).toContainEqual(expect.objectContaining({ projection: 'worklist', stream, reason }));

    for (const { caseId, answer } of cases) {
      const command = { by: 'police-baoji', name: 'note-added', body: { note: '仍在等候' }, caseId } as const;
      if (answer === undefined) expect((await agencies.send(command)).end?.kind).toBe('taken');
      else expect(await agencies.sender.send(hub.urls, { ...command, key: chance.uuid() })).toMatchObject({ kind: 'refused', status: 503, retryAfter: expect.any(Number) as number, body: { code: answer } });
    }
    await agencies.acknowledge(20, 120_000);
    await afterwards('poison');
  }, LIMIT_MS);

  test('gives in the end the same answer to everything that was acknowledged, and reports that are those of a rebuild, with everything sealed readable', async () => {
    await agencies.finish();
    const { journal, sender } = agencies;
    await expectSameAnswers({ journal, sender, except: [...poisoned.keys()].map((stream) => caseIdOfStream(stream) ?? '') }, hub);
    await afterwards('in the end');
    await stopServices(hub.services);
    expect(await examineFiles(soundly())).toBeGreaterThan(journal.taken.length / 10);
    process.stderr.write(`distributed faults: ${journal.taken.length} commands acknowledged, ${journal.cutOff} cut off and sent again, ${journal.away.length} answers of 503; refused ${journal.refusals()}\n`);
  }, LIMIT_MS);
});
