import { startEventStore } from '../../support/eventstoredb.js';
import { newNamespace } from '../processes/brokers.js';
import { withPrograms } from '../processes/programs.js';
import type { Figure, Row } from '../row.js';
import { compareRuns } from '../runs.js';
import { EVENT_BYTES } from './one-connection.js';

/** Appends through the adapter to the server of our own, beside the bare client of EventStoreDB on the same server. */
export const eventStoreDb: Row = {
  key: 'eventstoredb',
  run: async ({ rounds, seconds, scratch }) => {
    const server = await startEventStore();
    try {
      return await withPrograms(scratch, async (programs) => {
        const subject = await programs.eventStoreDb({ url: server.url, namespace: newNamespace() });
        const limit = await programs.eventStoreDbClient({ url: server.url, namespace: newNamespace() });
        const figures: Figure[] = [];
        for (const { atATime, appends, name } of [
          { atATime: 1, appends: 100 * seconds, name: 'appends to our own server for EventStoreDB, one after the other' },
          { atATime: 64, appends: 1_024 * seconds, name: 'appends to our own server for EventStoreDB, 64 at a time' },
        ]) {
          const run = { appends, atATime, size: EVENT_BYTES };
          figures.push(...(await compareRuns(rounds, { name }, () => subject.run(run), () => limit.run(run))));
        }
        return figures;
      });
    } finally {
      await server.stop();
    }
  },
};
