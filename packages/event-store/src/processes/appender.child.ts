import { writeSync } from 'node:fs';
import { openSqliteStore } from '../index.js';
import { chainLink } from './chain.js';

export interface AppenderTask {
  readonly file: string;
  /** First link to append, per stream. */
  readonly start: Readonly<Record<string, number>>;
  /** Links to append per stream; without end when absent. */
  readonly links?: number;
}

// Appends to all its streams at once and reports "stream link" for every append that the store acknowledged. It never closes the store:
// it ends by being killed, or by having nothing more to do.
const { file, start, links = Infinity } = JSON.parse(process.argv[2] ?? '') as AppenderTask;
const store = await openSqliteStore({ file });

await Promise.all(
  Object.entries(start).map(async ([stream, first]) => {
    for (let link = first; link < first + links; link += 1) {
      const { events, expected } = chainLink(stream, link);
      const result = await store.append(stream, events, { expected });
      if (!result.ok) throw new Error(`${stream} link ${link}: ${JSON.stringify(result)}`);
      // Synchronous: what is reported has left this process when the next append begins.
      writeSync(1, `${stream} ${link}\n`);
    }
  }),
);
