import { openDatabase } from '@guitu/sqlite';
import { serve } from '../processes/serve.js';

export interface SelectOptions {
  /** The log's file. */
  readonly file: string;
}
export interface Selected {
  readonly rows: number;
  readonly milliseconds: number;
}

// The least that a rebuild can do: read the same rows in the order of the log and parse each.
serve(async ({ file }: SelectOptions) => {
  const db = openDatabase(file, { durability: 'normal', readonly: true });
  return {
    run: (categories: readonly string[]): Selected => {
      const select = db.prepare<string[], [string, number, string, string, Uint8Array]>(`select stream, revision, id, type, bytes from events where category in (${categories.map(() => '?').join(', ')}) order by position`).raw();
      const begun = performance.now();
      let rows = 0;
      for (const row of select.iterate(...categories)) {
        JSON.parse(Buffer.from(row[4].buffer, row[4].byteOffset, row[4].byteLength).toString('utf8'));
        rows += 1;
      }
      return { rows, milliseconds: performance.now() - begun };
    },
    close: () => void db.close(),
  };
});
