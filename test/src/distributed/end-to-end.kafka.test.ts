import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { caseStream } from '@guitu/contracts';
import { openEventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import type { EventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import { partOf, playSample, sampleClients, sampleScript, startHub } from '@guitu/standalone';
import type { Hub, SampleClients } from '@guitu/standalone';
import { monthlyReturn } from '../reports/monthly-return.js';
import { everyEventIsDescribed, worklistRows } from '../support/afterwards.js';
import { startDistributedHub } from '../support/distributed-hub.js';
import type { DistributedHub } from '../support/distributed-hub.js';
import { createDesks, temporaryDirectory, testConfig } from '../support/hub.js';
import type { Desks } from '../support/hub.js';
import { describeWithBroker, sharedBroker } from '../support/kafka.js';
import { noteSecrets, noting } from '../support/secrets.js';
import type { StoryHub } from '../support/story.js';
import { atTheCounter } from '../walks/at-the-counter.js';
import { betweenAgencies } from '../walks/between-agencies.js';
import { inCare } from '../walks/care.js';
import { inHospital } from '../walks/hospital.js';
import { theWayHome } from '../walks/the-way-home.js';
import { nothingPersonalAnywhere, rowsAreThoseOfTheLog, storedEvents } from './afterwards.js';
import { answersOf, askedCases, refusedIn, reportCounted, stranger } from './answers.js';
import { everyone, sample } from './everyone.js';
import { headsOf, worklistsShow } from './gates.js';
import { inOrderOf, keeping } from './told.js';
import type { Told } from './told.js';

/** Both logs are born as the sample's year begins. */
const bornAt = Date.parse('2013-01-01T00:00:00+08:00');
const asked = '2013-11-01T00:00:00.000Z';
const whole = process.env['GUITU_LONG'] === '1';
/** Milliseconds that a test may take. */
const patience = (part: number): number => (whole ? 7_200_000 : part);
const script = whole ? sampleScript(sample) : partOf(sampleScript(sample), 10);

/** The name in a command, where it says one. */
const nameIn = (body: unknown): readonly string[] => {
  const { person } = body as { readonly person?: { readonly name?: string } };
  return person?.name === undefined ? [] : [person.name];
};

describeWithBroker('a hub of which each service is a process, over Kafka and EventStoreDB', () => {
  let hub: DistributedHub;
  let feed: EventStoreDbFeed;
  let desks: Desks;
  /** Every name, number and free text that was sent. */
  const secrets = new Set<string>();
  const sent = (command: string, body: object): void => {
    // To search every file for the names of a whole year would take hours.
    if (secrets.size < 2_000) noteSecrets(command, body, secrets);
  };

  beforeAll(async () => {
    hub = await startDistributedHub({ register: everyone, brokers: sharedBroker() ?? [], bornAt });
    feed = await openEventStoreDbFeed(hub.log);
    desks = createDesks(hub.urls, secrets);
  }, 150_000);
  afterAll(async () => {
    desks.close();
    await feed.close();
    await hub.close();
  }, 30_000);

  /** What a hub was told, with everybody's clients, and the seconds that it took. */
  async function telling<T>({ urls }: Pick<Hub, 'urls'>, tell: (clients: Pick<SampleClients, 'of'>) => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
    const clients = sampleClients({ baseUrls: urls, runtime: systemRuntime, secretOf: sampleSecret });
    const begun = performance.now();
    try {
      return { result: await tell(clients), seconds: (performance.now() - begun) / 1000 };
    } finally {
      clients.close();
    }
  }

  /** The sample, as many organisations tell it at once. */
  const play = async (): Promise<{ readonly told: readonly Told[]; readonly cases: readonly string[]; readonly seconds: number }> => {
    const told: Told[] = [];
    const { result, seconds } = await telling(hub, (clients) =>
      playSample({ register: sample, clients: { of: (organisation) => keeping(noting(clients.of(organisation), sent), organisation, told) }, script }),
    );
    return { told, cases: [...result.cases.values()].map(({ caseId }) => caseId), seconds };
  };

  describe('and one in a single process over SQLite', () => {
    let embedded: Hub;
    let directory: string;
    beforeAll(async () => {
      directory = await temporaryDirectory();
      embedded = await startHub({ config: testConfig(directory), register: everyone, runtime: systemRuntime, port: () => 0, bornAt });
    });
    afterAll(async () => {
      await embedded.close();
      await rm(directory, { recursive: true });
    });

    test(`give everybody the same answers when they are told the same ${script.steps.length} commands of the sample`, async () => {
      const there = await play();
      expect(there.told).toHaveLength(script.steps.length);
      const log = await storedEvents(feed);
      // One after the other, in the order of that log: so both logs are the same, and with them every index and time of recording.
      const here = await telling(embedded, async (clients) => {
        for (const { organisation, answer, again } of inOrderOf(log, there.told)) expect(await again(clients.of(organisation))).toEqual(answer);
      });
      process.stderr.write(`The sample's ${script.steps.length} commands: ${there.seconds.toFixed(1)} s in the distributed profile, many at once; ${here.seconds.toFixed(1)} s in one process, one after the other.\n`);
      await Promise.all([worklistRows(embedded), worklistsShow(hub.directory, headsOf(log, ['case', 'person']))]);
      const cases = await askedCases(embedded.store, there.cases, asked);
      const names = [...new Set(script.steps.flatMap(({ body }) => nameIn(body)))].slice(0, 5);
      const questions = { cases, now: asked, events: log.length, names: [...names, 'nobody at all'] };
      const [expected, answers] = [await answersOf({ urls: embedded.urls, ...questions }), await answersOf({ urls: hub.urls, ...questions })];
      expect([...answers.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
      for (const [question, answer] of expected) if (!isDeepStrictEqual(answers.get(question), answer)) expect({ question, answer: answers.get(question) }).toEqual({ question, answer });
      const foundBy = (name: string) => [...expected].filter(([question, answer]) => question.endsWith(`: search ${name}`) && (answer as { readonly cases: readonly unknown[] }).cases.length > 0);
      expect([...names, 'nobody at all'].filter((name) => foundBy(name).length === 0)).toEqual(['nobody at all']);
      expect(refusedIn(expected).toSorted()).toEqual(cases.map(({ caseId }) => `${stranger}: case ${caseId}`).toSorted());
    }, patience(180_000));
  });

  monthlyReturn(() => ({
    urls: hub.urls,
    sent,
    counted: async () => reportCounted(hub.urls, (await storedEvents(feed)).length),
  }));

  const settle = async (caseId: string): Promise<void> => worklistsShow(hub.directory, new Map([[caseStream(caseId), (await feed.readStream(caseStream(caseId))).length - 1]]));
  /** Nobody writes while a story looks at worklists, so all who ask about a case wait together. */
  const settling = new Map<string, Promise<void>>();
  const stories: StoryHub = {
    as: (id) => desks.as(id),
    settled: (caseId) => {
      const settled = settling.get(caseId) ?? settle(caseId).finally(() => settling.delete(caseId));
      settling.set(caseId, settled);
      return settled;
    },
  };
  for (const walks of [atTheCounter, betweenAgencies, inCare, inHospital, theWayHome]) walks(stories);

  test('afterwards the rows of every service are those that the log leads to', () => rowsAreThoseOfTheLog(hub, feed), patience(60_000));
  test('afterwards every event is what the AsyncAPI document says', () => everyEventIsDescribed(feed));
  test('afterwards no name, number or free text stands readable with any process, in the event store or in the broker', () => nothingPersonalAnywhere(hub, secrets), patience(60_000));
  test('afterwards no process has died', () => expect(hub.deaths()).toBe(0));
});
