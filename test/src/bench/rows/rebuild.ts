import { join } from 'node:path';
import { bigLog } from '../log/big-log.js';
import { withPrograms } from '../processes/programs.js';
import { ofCases } from '../report/scale.js';
import { beside, inRounds } from '../rounds.js';
import type { Row } from '../row.js';

/** Projections and the categories of streams that they read. */
const projections = [
  { name: 'audit', categories: ['case', 'notes', 'care', 'person'], aim: 'ratio >= 0.40' },
  { name: 'worklist', categories: ['case', 'person'], aim: null },
  { name: 'report', categories: ['case'], aim: null },
] as const;

/** Minutes, not rounds, bound what a rebuild of millions of events may take. */
const BUDGET_SECONDS = 240;

/** Building each projection anew from the big log while its hub runs, beside reading and parsing the same rows. */
export const rebuild: Row = {
  key: 'rebuild',
  run: async (bench) => {
    const { directory, register, cases } = await bigLog(bench);
    return withPrograms(bench.scratch, async (programs) => {
      const hub = await programs.hub(register, directory);
      bench.say('bench: waiting for the projections of the big log');
      await hub.settled();
      const selecting = await programs.selecting(join(directory, 'log.db'));
      const figures = [];
      for (const { name, categories, aim } of projections) {
        let events = 0;
        const measured = await inRounds(bench.rounds, {
          limit: async () => {
            const { rows, milliseconds } = await selecting.run(categories);
            events = rows;
            return (rows / milliseconds) * 1_000;
          },
          subject: async () => (events / (await hub.rebuild(name))) * 1_000,
        }, BUDGET_SECONDS);
        const figure = beside({ name: `rebuild of ${name}`, scale: ofCases(cases), unit: 'events/s', aim }, measured.subject, measured.limit);
        figures.push(figure);
        if (name === 'audit') figures.push({ ...figure, name: 'rebuild of audit, absolute', limit: null, ratio: null, aim: 'value >= 80000' });
      }
      return figures;
    });
  },
};
