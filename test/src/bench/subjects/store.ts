import { openSqliteStore } from '@guitu/event-store';
import { groupedAppends } from '../load/grouped-appends.js';
import type { AppendRun } from '../load/grouped-appends.js';
import { serve } from '../processes/serve.js';

export interface StoreSubjectOptions {
  readonly file: string;
}

// The SQLite store alone, in a process of its own.
serve(async ({ file }: StoreSubjectOptions) => {
  const store = await openSqliteStore({ file });
  return {
    /** Milliseconds for all of them. */
    run: async (run: AppendRun): Promise<number> => {
      const begun = performance.now();
      await groupedAppends(run, (id, bytes) => store.append(`case-${id}`, [{ id, type: 'bench', bytes }], { expected: 'no-stream' }));
      return performance.now() - begun;
    },
    close: () => store.close(),
  };
});
