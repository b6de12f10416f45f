import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { worklistProjection } from '@guitu/agency-kit';
import type { RegisterData } from '@guitu/contracts';
import { runProjections } from '@guitu/event-bus';
import type { EventBus, ProjectionSource } from '@guitu/event-bus';
import { guituTopics, kafkaBus } from '@guitu/event-bus/kafka';
import { openMemoryStore, openSqliteFeed } from '@guitu/event-store';
import { systemRuntime } from '@guitu/service-kit';
import { measure } from '../processes/processor-time.js';
import type { MeasuredRun } from '../processes/processor-time.js';
import { serve } from '../processes/serve.js';

export interface KafkaWorklistOptions {
  readonly brokers: readonly string[];
  readonly namespace: string;
  /** The log whose events the topics carry. */
  readonly file: string;
  readonly register: RegisterData;
  /** For its files. */
  readonly directory: string;
}

interface Counted {
  readonly bus: EventBus;
  readonly measured: Promise<MeasuredRun>;
}

/** Measures a bus from the first page that has events until the page with which it is level is durably handled, which its consumer says by asking for more. */
function counted(bus: EventBus): Counted {
  let resolve: (measured: MeasuredRun) => void = () => undefined;
  const measured = new Promise<MeasuredRun>((settle) => (resolve = settle));
  let taken = 0;
  let end: ReturnType<typeof measure> | undefined;
  return {
    measured,
    bus: {
      ...bus,
      // As noted before the first of them came, so that all of them come over the bus and none out of the store.
      ends: () => Promise.resolve({}),
      async *consume(options) {
        for await (const page of bus.consume(options)) {
          if (page.events.length > 0) end ??= measure();
          yield page;
          taken += page.events.length;
          if (end !== undefined && page.caughtUp) resolve(end(taken));
        }
      },
    },
  };
}

// The projection of the worklist fed by Kafka from the start of the topics; each run writes a new file.
serve(async ({ brokers, namespace, file, register, directory }: KafkaWorklistOptions) => {
  const log = await openSqliteFeed({ file });
  const kafka = kafkaBus({ brokers, clientId: 'bench', topics: guituTopics(namespace), instance: 'bench', log: log.storeId });
  const empty = openMemoryStore();
  // What the projection asks the log about a case it is told; what it would build itself from is empty, so that everything comes over Kafka.
  const store: ProjectionSource['store'] = { readStream: (stream, options) => log.readStream(stream, options), subscribe: (options) => empty.subscribe(options), head: () => empty.head(), backlog: (after) => empty.backlog(after) };
  const runtime = { now: systemRuntime.realNow, random: systemRuntime.random, sleep: systemRuntime.sleep };
  return {
    run: async (): Promise<MeasuredRun> => {
      const { bus, measured } = counted(kafka);
      const projections = await runProjections({
        definitions: [worklistProjection({ register })],
        source: { storeId: log.storeId, store, bus, close: () => Promise.resolve() },
        directory: await mkdtemp(join(directory, 'worklist-')),
        runtime,
        onIncident: ({ kind, detail }) => void process.stderr.write(`bench: worklist: ${kind}: ${detail}\n`),
      });
      try {
        const run = await measured;
        const [parked] = await projections.listParked();
        if (parked !== undefined) throw new Error(`the worklist parked ${parked.stream}: what was measured is not what it should do`);
        return run;
      } finally {
        await projections.close();
      }
    },
    close: async () => {
      await kafka.close();
      await empty.close();
      await log.close();
    },
  };
});
