import { announceSeed } from '@guitu/event-store/testing';
import { told } from './coverage.js';
import { runInThread } from './in-thread.js';

const count = Number(process.env['GUITU_SCHEDULES'] ?? 20_000);

test(`the whole hub keeps its promises in ${count} schedules that nobody has seen before`, async () => {
  const coverage = await runInThread(announceSeed('simulation'), count);
  process.stderr.write(`${told(coverage)}\n`);
});
