import { closedLoop } from '../load/closed-loop.js';
import { dealStories, tellEcho, tellHub } from '../load/lifecycles.js';
import { averageStories } from '../load/stories.js';
import type { Story } from '../load/stories.js';
import { sampleRegister } from '../load/sample-register.js';
import { withPrograms } from '../processes/programs.js';
import { beside, inRounds } from '../rounds.js';
import type { Row } from '../row.js';

const connections = 64;

/** Whole cases through the whole hub, and openings alone, each beside an echo of the same bodies. */
export const fullCommands: Row = {
  key: 'full',
  run: ({ rounds, seconds, scratch, say }) =>
    withPrograms(scratch, async (programs) => {
      const register = await sampleRegister();
      const echo = await programs.echo();
      const hub = await programs.hub(register);
      const token = [...hub.tokens.values()][0] ?? '';
      const lifecycles = averageStories(register);
      const openings = lifecycles.map((story) => story.slice(0, 1));
      const onEcho = (stories: readonly Story[]) => async () => (await closedLoop({ connections, seconds, say, client: dealStories(stories, (story) => tellEcho(echo.url, token, story)) })).perSecond;
      const onHub = (stories: readonly Story[]) => async () => {
        const { perSecond } = await closedLoop({ connections, seconds, say, client: dealStories(stories, (story) => tellHub(hub, story)) });
        await hub.settled();
        return perSecond;
      };
      const measured = await inRounds(rounds, { limit: onEcho(lifecycles), subject: onHub(lifecycles), openingLimit: onEcho(openings), opening: onHub(openings) });
      return [
        beside({ name: 'commands, everything on, 64 connections', unit: 'commands/s', aim: 'ratio >= 0.45' }, measured.subject, measured.limit),
        beside({ name: 'opening a case, everything on, 64 connections', unit: 'commands/s' }, measured.opening, measured.openingLimit),
      ];
    }),
};
