import { join } from 'node:path';
import { openConnection } from '../load/connection.js';
import { bigLog } from '../log/big-log.js';
import { withPrograms } from '../processes/programs.js';
import { aimAtManyCases } from '../report/aim.js';
import { ofCases } from '../report/scale.js';
import { beside, inRounds } from '../rounds.js';
import type { Row } from '../row.js';
import { percentile } from '../statistics.js';

const READS = 500;
const auditor = 'audit-baoji';

/** What an auditor waits for who asks for one person or one case out of the big log, over HTTP. Each round asks for others, so that nobody has just asked for them. */
export const history: Row = {
  key: 'history',
  run: async (bench) => {
    const { directory, register, cases } = await bigLog(bench);
    return withPrograms(bench.scratch, async (programs) => {
      const hub = await programs.hub(register, directory);
      bench.say('bench: waiting for the projections of the big log');
      await hub.settled();
      await hub.renewTokens(); // The projections of a million cases took longer than tokens live.
      const reads = await programs.indexedReads(join(directory, 'log.db'));
      const known = await reads.cases(Math.min(cases, READS * (bench.rounds + 1)));
      const chosen = (round: number) => Array.from({ length: READS }, (_, place) => known[(round + place * (bench.rounds + 1)) % known.length] ?? { caseId: '', personId: '' });
      const connection = openConnection();
      const headers = { authorization: `Bearer ${hub.tokens.get(auditor) ?? ''}` };
      async function times(paths: readonly string[]): Promise<number> {
        const measured: number[] = [];
        for (const path of paths) {
          const begun = performance.now();
          const { status, body } = await connection.get({ url: hub.urls.audit, path, headers });
          if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`);
          measured.push(performance.now() - begun);
        }
        return percentile(measured, 0.99);
      }
      let round = 0;
      const measured = await inRounds(bench.rounds, {
        limit: async () => percentile(await reads.run(chosen(round)), 0.99),
        person: () => times(chosen(round).map(({ personId }) => `/persons/${personId}/timeline`)),
        history: async () => {
          const p99 = await times(chosen(round).map(({ caseId }) => `/cases/${caseId}/history`));
          round += 1;
          return p99;
        },
      });
      await connection.close();
      const asked = { scale: ofCases(cases), unit: 'ms', aim: aimAtManyCases(cases, 'value < 10') };
      return [
        beside({ ...asked, name: 'timeline of one person, p99' }, measured.person, measured.limit),
        beside({ ...asked, name: 'history of one case, opened, p99' }, measured.history, measured.limit),
      ];
    });
  },
};
