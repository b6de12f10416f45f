import { randomUUID } from 'node:crypto';
import { openSqliteStore } from '@guitu/event-store';
import { serve } from '../processes/serve.js';

export interface StoreSubjectOptions {
  readonly file: string;
}
export interface AppendRun {
  readonly appends: number;
  /** Appends under way at a time. */
  readonly atATime: number;
  /** Bytes of the one event of each. */
  readonly size: number;
}

// The SQLite store alone, in a process of its own.
serve(async ({ file }: StoreSubjectOptions) => {
  const store = await openSqliteStore({ file });
  return {
    /** Milliseconds for all of them. Each goes to a stream of its own, as openings do. */
    run: async ({ appends, atATime, size }: AppendRun): Promise<number> => {
      const bytes = Buffer.alloc(size, 'x');
      const ids = Array.from({ length: appends }, () => randomUUID());
      const begun = performance.now();
      for (let from = 0; from < appends; from += atATime) {
        await Promise.all(ids.slice(from, from + atATime).map((id) => store.append(`case-${id}`, [{ id, type: 'bench', bytes }], { expected: 'no-stream' })));
      }
      return performance.now() - begun;
    },
    close: () => store.close(),
  };
});
