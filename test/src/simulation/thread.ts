/* The program of a thread: runs schedules and answers what they reached. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Range } from './in-thread.js';
import { runMany } from './many.js';

const { first, count } = workerData as Range;
parentPort?.postMessage(await runMany(first, count));
