import { closedLoop } from '../load/closed-loop.js';
import { dealStories, tellHub } from '../load/lifecycles.js';
import { sampleRegister } from '../load/sample-register.js';
import { averageStories } from '../load/stories.js';
import type { HubProgram } from '../processes/programs.js';
import { withPrograms } from '../processes/programs.js';
import { compareRates } from '../rates.js';
import type { Loaded } from '../rates.js';
import type { Row } from '../row.js';

const connections = 64;

/** What sealing costs those who write: whole cases through the whole hub, beside the same hub that writes everything in plain text. */
export const sealing: Row = {
  key: 'sealing',
  run: ({ rounds, seconds, scratch, say }) =>
    withPrograms(scratch, async (programs) => {
      const register = await sampleRegister();
      const stories = averageStories(register);
      const loaded = (hub: HubProgram): Loaded => ({
        pid: hub.pid, settled: hub.settled, load: () => closedLoop({ connections, seconds, say, client: dealStories(stories, (story) => tellHub(hub, story)) }),
      });
      const [sealed, unsealed] = [await programs.hub(register), await programs.hub(register, undefined, 'sealing')];
      return compareRates(rounds, { name: 'commands, sealed beside unsealed, 64 connections', aim: 'ratio >= 0.80' }, loaded(sealed), loaded(unsealed));
    }),
};
