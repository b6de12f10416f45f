import type { ProjectionStatus } from '@guitu/event-bus';
import { askHub } from './ask-hub.js';
import type { Command } from './command.js';
import { exit } from './exit.js';

type Listed = Omit<ProjectionStatus, 'position' | 'rebuildPosition'>;

const state = ({ rebuilding, failing, servesEarlierVersion, caughtUp }: Listed): string =>
  [rebuilding ? 'rebuilding' : '', servesEarlierVersion ? 'serves an earlier version' : '', failing === undefined ? '' : `failing: ${failing}`].filter((part) => part !== '').join(', ') || (caughtUp ? 'caught up' : 'behind');

export const projections: Command = {
  summary: 'how far each projection has got',
  help: `guitu projections [--json]

Lists the projections of the running hub: how many events of the log each is behind, its parked streams, and what it is doing.`,
  options: {},
  words: [0, 0],
  run: async (typed, terminal) => {
    const answer = await askHub<{ events: number; projections: readonly Listed[] }>('projections', {}, terminal);
    if (typed.flag('json')) terminal.json(answer);
    else for (const one of answer.projections) terminal.line(`${one.name.padEnd(12)}${one.lagEvents ?? '?'} of ${answer.events} events behind, ${one.parked} parked, ${state(one)}`);
    return exit.done;
  },
};

export const rebuild: Command = {
  summary: 'build a projection anew from the log, while the old one serves',
  help: `guitu rebuild <projection> [--json]

Builds a new file from the log. Readers see the old one until the new one has caught up; commands go on.
Events that an operator skipped get another chance; those that fail again stay skipped.`,
  options: {},
  words: [1, 1],
  run: async (typed, terminal) => {
    const answer = await askHub<{ projection: string; events: number }>('rebuild', { projection: typed.words[0] }, terminal);
    if (typed.flag('json')) terminal.json(answer);
    else terminal.line(`${answer.projection} is rebuilt from ${answer.events} events.`);
    return exit.done;
  },
};
