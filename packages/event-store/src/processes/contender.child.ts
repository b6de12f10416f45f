import { openSqliteStore } from '../index.js';
import { eventFor } from '../testing/index.js';

export interface ContenderTask {
  readonly file: string;
  readonly name: string;
  readonly appends: number;
}

// Appends in turn to a stream of its own and to one that another process wants too, reading and deciding again at every conflict.
const { file, name, appends } = JSON.parse(process.argv[2] ?? '') as ContenderTask;
const store = await openSqliteStore({ file });
let conflicts = 0;

for (let n = 0; n < appends; n += 1) {
  const stream = n % 2 === 0 ? 'case-shared' : `case-${name}`;
  const event = eventFor(`${name}/${n}`);
  for (;;) {
    const revision = (await store.readStream(stream)).at(-1)?.revision;
    const result = await store.append(stream, [event], { expected: revision ?? 'no-stream' });
    if (result.ok) break;
    conflicts += 1;
  }
}
process.stdout.write(`conflicts ${conflicts}\n`);
await store.close();
