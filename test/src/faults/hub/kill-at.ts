import { subscribe } from 'node:diagnostics_channel';
import { isMainThread } from 'node:worker_threads';
import { killVariable, parseKill } from './kill-order.js';

// Preloaded into a hub, in each of its threads: ends the process by SIGKILL at the moment that the environment names, where no handler can tidy up.
const order = parseKill(process.env[killVariable]);
if (order !== undefined && (order.thread === 'main') === isMainThread) {
  let left = order.count;
  subscribe(`tracing:${order.channel}:${order.moment}`, () => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  });
}
