import { sampleRegister } from '../load/sample-register.js';
import { visibleLoad } from '../load/visible-load.js';
import { withPrograms } from '../processes/programs.js';
import { alone, inRounds } from '../rounds.js';
import type { Row } from '../row.js';
import { percentile } from '../statistics.js';

const COMMANDS_A_SECOND = 200;

/** A ninety-ninth percentile wants some hundreds of probes; an ordinary round of five seconds has one hundred. */
const ROUNDS_IN_ONE = 4;

/** From sending a referral at the police to its place on the station's worklist, both over HTTP, while the hub takes 200 commands a second that do not wait for one another. */
export const visibility: Row = {
  key: 'visible',
  run: ({ rounds, seconds: ordinary, scratch }) =>
    withPrograms(scratch, async (programs) => {
      const seconds = ordinary * ROUNDS_IN_ONE;
      const register = await sampleRegister();
      const hub = await programs.hub(register);
      const load = visibleLoad(hub, register);
      const medians: number[] = [];
      const { p99 } = await inRounds(rounds, {
        p99: async () => {
          const { times } = await load({ perSecond: COMMANDS_A_SECOND, seconds });
          medians.push(percentile(times, 0.5));
          return percentile(times, 0.99);
        },
      });
      const name = "from a command to another's worklist, at 200 commands/s";
      return [alone({ name: `${name}, median`, unit: 'ms' }, medians.slice(1)), alone({ name: `${name}, p99`, unit: 'ms', aim: 'value < 25' }, p99)];
    }),
};
