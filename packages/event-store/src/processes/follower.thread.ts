/* A thread that follows a store's file without ever looking at it by itself: workerData is the file. Tells `level` at the head, and each event's stream. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteFeed } from '../sqlite/open-feed.js';

const feed = await openSqliteFeed({ file: String(workerData), lookEveryMs: 3_600_000 });
for await (const { events, caughtUp } of feed.subscribe({ live: true })) {
  for (const { stream } of events) parentPort?.postMessage(stream);
  if (caughtUp) parentPort?.postMessage('level');
}
