import { closedLoop } from '../load/closed-loop.js';
import { dealStories, tellHub } from '../load/lifecycles.js';
import type { CaseView } from '../load/case-views.js';
import { dealViews, readBefore } from '../load/case-views.js';
import { sampleRegister } from '../load/sample-register.js';
import { averageStories } from '../load/stories.js';
import type { HubProgram } from '../processes/programs.js';
import { withPrograms } from '../processes/programs.js';
import { compareRates } from '../rates.js';
import type { Loaded } from '../rates.js';
import type { Row } from '../row.js';

const connections = 64;
const aim = 'ratio >= 0.80';

/** What it costs to put every look on record before it is answered: views of cases alone, and in the course of work, beside the same hub that keeps no record. */
export const whoLooked: Row = {
  key: 'who-looked',
  run: ({ rounds, seconds, scratch, say }) =>
    withPrograms(scratch, async (programs) => {
      const register = await sampleRegister();
      const stories = averageStories(register);
      const hubs = [await programs.hub(register), await programs.hub(register, undefined, 'looks')] as const;
      const loop = (client: Parameters<typeof closedLoop>[0]['client']) => closedLoop({ connections, seconds, say, client });

      const viewing = async (hub: HubProgram): Promise<Loaded> => {
        const views: CaseView[] = [];
        await loop(dealStories(stories, (story) => tellHub(hub, story, (step, caseId) => {
          // An office that was guardian for a while is above who was responsible then, and sees nothing once another county is.
          if (!step.command.startsWith('guardianship-')) views.push({ url: hub.urls[step.service], caseId, token: hub.tokens.get(step.organisation) ?? '' });
        })));
        await hub.settled();
        return { pid: hub.pid, load: () => loop(dealViews(views)) };
      };
      const working = (hub: HubProgram): Loaded => ({ pid: hub.pid, settled: hub.settled, load: () => loop(dealStories(stories, (story) => readBefore(hub, story))) });

      return [
        ...(await compareRates(rounds, { name: 'views of cases, recorded beside unrecorded, 64 connections', aim }, await viewing(hubs[0]), await viewing(hubs[1]))),
        ...(await compareRates(rounds, { name: 'a view before each command, recorded beside unrecorded, 64 connections', aim }, working(hubs[0]), working(hubs[1]))),
      ];
    }),
};
