import { withPrograms } from '../processes/programs.js';
import { beside, inRounds } from '../rounds.js';
import type { Figure, Row } from '../row.js';
import { EVENT_BYTES } from './one-connection.js';

const sum = (times: readonly number[]): number => times.reduce((total, time) => total + time, 0);

/** Appends a second of the store alone, beside inserts of the same bytes, as many of them in one transaction. */
export const store: Row = {
  key: 'store',
  run: ({ rounds, seconds, scratch }) =>
    withPrograms(scratch, async (programs) => {
      const subject = await programs.store();
      const limit = await programs.transactions();
      const figures: Figure[] = [];
      for (const { atATime, appends, name } of [
        { atATime: 1, appends: 200 * seconds, name: 'appends to the store, one after the other' },
        { atATime: 64, appends: 2_048 * seconds, name: 'appends to the store, 64 at a time' },
      ]) {
        const perSecond = (milliseconds: number): number => (appends / milliseconds) * 1_000;
        const measured = await inRounds(rounds, {
          limit: async () => perSecond(sum(await limit.run({ sizes: Array.from({ length: appends }, () => EVENT_BYTES), group: atATime }))),
          subject: async () => perSecond(await subject.run({ appends, atATime, size: EVENT_BYTES })),
        });
        figures.push(beside({ name, unit: 'appends/s' }, measured.subject, measured.limit));
      }
      return figures;
    }),
};
