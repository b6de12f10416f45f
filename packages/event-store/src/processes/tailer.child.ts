import { openSqliteFeed } from '../index.js';
import { readUntil } from '../testing/index.js';

export interface TailerTask {
  readonly file: string;
  readonly events: number;
}

// Follows the log live, through a connection that cannot write, and reports what it saw in the order in which it saw it.
const { file, events } = JSON.parse(process.argv[2] ?? '') as TailerTask;
const feed = await openSqliteFeed({ file });
process.stdout.write('following\n');
for (const { stream, revision, id, position } of await readUntil(feed, events, { pageSize: 50 })) process.stdout.write(`${position} ${stream} ${revision} ${id}\n`);
await feed.close();
