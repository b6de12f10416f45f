import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import type { BinaryEventType, EventData } from '@eventstore/db-client';
import { groupedAppends } from '../load/grouped-appends.js';
import type { AppendRun } from '../load/grouped-appends.js';
import { measuredRun } from '../processes/processor-time.js';
import type { MeasuredRun } from '../processes/processor-time.js';
import { serve } from '../processes/serve.js';
import type { EventStoreDbOptions } from '../subjects/eventstoredb.js';

// The least that an append to EventStoreDB can do: its client sends the same bytes, and waits for the answer.
serve(async ({ url, namespace }: EventStoreDbOptions) => {
  const client = EventStoreDBClient.connectionString(url);
  return {
    run: (run: AppendRun): Promise<MeasuredRun> =>
      measuredRun(async () => {
        await groupedAppends(run, (id, data) => {
          const event: EventData<BinaryEventType> = { id, type: 'bench', contentType: 'application/octet-stream', data, metadata: undefined };
          return client.appendToStream(`${namespace}/case-${id}`, event, { expectedRevision: NO_STREAM, requiresLeader: true });
        });
        return run.appends;
      }),
    close: () => client.dispose(),
  };
});
