import { sampleRegister } from '../load/sample-register.js';
import { oneCommandOfMany } from '../load/many-cases.js';
import { openLoop } from '../load/open-loop.js';
import { probeReferral } from '../load/referral-probe.js';
import { averageStories } from '../load/stories.js';
import { withPrograms } from '../processes/programs.js';
import { alone, inRounds } from '../rounds.js';
import type { Row } from '../row.js';
import { percentile } from '../statistics.js';

const PROBES_A_SECOND = 20;
/** Commands of one probe. */
const OF_A_PROBE = 3;
const COMMANDS_A_SECOND = 200;

/** A ninety-ninth percentile wants some hundreds of probes; an ordinary round of five seconds has one hundred. */
const ROUNDS_IN_ONE = 4;

/** Stations that play no part in the average stories, so that a list of theirs holds the probes alone. */
const receivers = ['station-changde', 'station-zhuzhou', 'station-haikou', 'station-fuzhou', 'station-nanning', 'station-hohhot', 'station-shenyang', 'station-tianjin'] as const;

/** From sending a referral at the police to its place on the station's worklist, both over HTTP, while the hub takes 200 commands a second that do not wait for one another. */
export const visibility: Row = {
  key: 'visible',
  run: ({ rounds, seconds: ordinary, scratch }) =>
    withPrograms(scratch, async (programs) => {
      const seconds = ordinary * ROUNDS_IN_ONE;
      const register = await sampleRegister();
      const hub = await programs.hub(register);
      const command = oneCommandOfMany(hub, averageStories(register));
      const probes = receivers.map((station) => probeReferral(hub, { police: 'police-changde', station }));
      const origins = Object.values(hub.urls);
      let asked = 0;
      const round = async (): Promise<readonly number[]> => {
        const times: number[] = [];
        const probing = openLoop({
          perSecond: PROBES_A_SECOND, seconds, origins,
          act: async (connection) => {
            asked += 1;
            times.push((await probes[asked % probes.length]?.(connection)) ?? Number.NaN);
          },
        });
        await Promise.all([probing, openLoop({ perSecond: COMMANDS_A_SECOND - PROBES_A_SECOND * OF_A_PROBE, seconds, origins, act: command })]);
        return times;
      };
      const medians: number[] = [];
      const { p99 } = await inRounds(rounds, {
        p99: async () => {
          const times = await round();
          medians.push(percentile(times, 0.5));
          return percentile(times, 0.99);
        },
      });
      const name = "from a command to another's worklist, at 200 commands/s";
      return [alone({ name: `${name}, median`, unit: 'ms' }, medians.slice(1)), alone({ name: `${name}, p99`, unit: 'ms', aim: 'value < 25' }, p99)];
    }),
};
