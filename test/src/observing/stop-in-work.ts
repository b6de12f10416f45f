import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { stopVariable, stopped } from './stop-order.js';

// Preloaded into a hub, in each of its threads: sends the process SIGTERM in the middle of the work that the environment names.
const work = process.env[stopVariable];

function stop(): void {
  // Past the streams: a thread that does not go on flushes none.
  writeSync(2, `${stopped}\n`);
  process.kill(process.pid, 'SIGTERM');
}

if (work === 'rebuild' && !isMainThread) {
  let rebuilding = false;
  subscribe('tracing:guitu.projection.rebuild:start', () => (rebuilding = true));
  subscribe('tracing:guitu.projection.commit:end', () => {
    if (!rebuilding) return;
    stop();
    // Rows that take longer than anybody waits: the thread does not hear that it is to end.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
} else if (work !== undefined && isMainThread) {
  subscribe(`tracing:guitu.backup.${work}:start`, stop);
}
