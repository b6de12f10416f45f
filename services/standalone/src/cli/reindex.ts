import { askHub } from './ask-hub.js';
import type { Command } from './command.js';
import { exit } from './exit.js';

export const reindex: Command = {
  summary: 'make people who were recorded by an earlier version findable by parts of their names and by pinyin',
  help: `guitu reindex [--json]

Goes through the log and has the vault index the names in it anew, after an upgrade that knows more ways to find
them. No name leaves the vault; commands go on. Interrupted, it goes on where it was. Where each service is a
process, it is put to audit: guitu --data DIR/audit reindex.`,
  options: {},
  words: [0, 0],
  run: async (typed, terminal) => {
    const answer = await askHub<{ events: number | null }>('reindex', {}, terminal);
    if (typed.flag('json')) terminal.json(answer);
    else terminal.line(answer.events === null ? 'The index is complete; nothing was to be done.' : `The names in the log are indexed (${answer.events} events read).`);
    return exit.done;
  },
};
