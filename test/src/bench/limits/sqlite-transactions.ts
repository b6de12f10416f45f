import { openDatabase, prepareImmediate } from '@guitu/sqlite';
import { serve } from '../processes/serve.js';

export interface TransactionsOptions {
  readonly file: string;
}
export interface TransactionsRun {
  /** Bytes of each row. */
  readonly sizes: readonly number[];
  /** Rows that share one transaction and one fsync. */
  readonly group: number;
}

// The least that a durable append can do: one insert into one table in a transaction of SQLite, fsynced.
serve(async ({ file }: TransactionsOptions) => {
  const db = openDatabase(file, { durability: 'full' });
  db.exec('create table if not exists rows (position integer primary key, bytes blob not null) strict');
  const insert = db.prepare<[Uint8Array]>('insert into rows (bytes) values (?)');
  const append = prepareImmediate(db, (rows: readonly Uint8Array[]) => {
    for (const row of rows) insert.run(row);
  });
  return {
    /** Milliseconds of each transaction. */
    run: ({ sizes, group }: TransactionsRun): readonly number[] => {
      const rows = sizes.map((size) => Buffer.alloc(size, 'x'));
      const times: number[] = [];
      for (let from = 0; from < rows.length; from += group) {
        const begun = performance.now();
        append(rows.slice(from, from + group));
        times.push(performance.now() - begun);
      }
      return times;
    },
    close: () => void db.close(),
  };
});
