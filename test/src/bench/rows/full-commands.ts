import { closedLoop } from '../load/closed-loop.js';
import { dealStories, tellEcho, tellHub } from '../load/lifecycles.js';
import { averageStories } from '../load/stories.js';
import type { Story } from '../load/stories.js';
import { sampleRegister } from '../load/sample-register.js';
import { withPrograms } from '../processes/programs.js';
import { compareRates } from '../rates.js';
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
      const load = (stories: readonly Story[], tell: Parameters<typeof dealStories>[1]) => () => closedLoop({ connections, seconds, say, client: dealStories(stories, tell) });
      const compare = (name: string, stories: readonly Story[], aim: string | null = null) =>
        compareRates(
          rounds,
          { name, aim },
          { pid: hub.pid, load: load(stories, (story) => tellHub(hub, story)), settled: hub.settled },
          { pid: echo.pid, load: load(stories, (story) => tellEcho(echo.url, token, story)) },
        );
      return [
        ...(await compare('commands, everything on, 64 connections', lifecycles, 'ratio >= 0.45')),
        ...(await compare('opening a case, everything on, 64 connections', openings)),
      ];
    }),
};
