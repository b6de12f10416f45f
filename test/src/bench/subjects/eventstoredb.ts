import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import { groupedAppends } from '../load/grouped-appends.js';
import type { AppendRun } from '../load/grouped-appends.js';
import { measuredRun } from '../processes/processor-time.js';
import type { MeasuredRun } from '../processes/processor-time.js';
import { serve } from '../processes/serve.js';

export interface EventStoreDbOptions {
  /** `esdb://...` */
  readonly url: string;
  /** Of the streams that are written. */
  readonly namespace: string;
}

// The adapter alone, in a process of its own, on a server in another.
serve(async ({ url, namespace }: EventStoreDbOptions) => {
  const store = await openEventStoreDb({ url, namespace });
  return {
    run: (run: AppendRun): Promise<MeasuredRun> =>
      measuredRun(async () => {
        await groupedAppends(run, (id, bytes) => store.append(`case-${id}`, [{ id, type: 'bench', bytes }], { expected: 'no-stream' }));
        return run.appends;
      }),
    close: () => store.close(),
  };
});
