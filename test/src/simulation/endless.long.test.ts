import { announceSeed } from '@guitu/event-store/testing';
import { runMany } from './many.js';

const count = Number(process.env['GUITU_SCHEDULES'] ?? 20_000);

test(`the whole hub keeps its promises in ${count} schedules that nobody has seen before`, async () => {
  const coverage = await runMany(announceSeed('simulation'), count);
  process.stderr.write(`${coverage.told()}\n`);
});
