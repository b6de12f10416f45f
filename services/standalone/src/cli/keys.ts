import { resolve } from 'node:path';
import { askHub } from './ask-hub.js';
import type { Command } from './command.js';
import { CommandError, exit } from './exit.js';

interface Rotated {
  readonly roots: number;
  readonly keyReplaced: boolean;
}

export const keys: Command = {
  summary: 'replace the master key, while the hub runs',
  help: `guitu keys rotate [--new-key FILE] [--json]

Wraps every key of a person anew, under another master key, while requests go on. Cut off, it goes on by itself at the next start, with either key.
Where the master key is in the folder of the keys, a new one is made and takes its place. Where GUITU_MASTER_KEY or GUITU_MASTER_KEY_FILE gives it,
name the new one with --new-key, and start the hub with it from then on: until its setting gives the new one, "guitu backup --keys" is refused.
Where each service is a process, this is for the vault's: guitu --data DIR/vault keys rotate`,
  options: { 'new-key': { type: 'string' } },
  words: [1, 1],
  run: async (typed, terminal) => {
    if (typed.words[0] !== 'rotate') throw new CommandError(exit.usage, `There is no "keys ${typed.words[0] ?? ''}". Known: rotate.`);
    const newKey = typed.text('new-key');
    const rotated = await askHub<Rotated>('keys-rotate', newKey === undefined ? {} : { newKey: resolve(newKey) }, terminal);
    if (typed.flag('json')) terminal.json(rotated);
    else {
      terminal.line(`${rotated.roots} keys are wrapped under the new master key; the old one opens nothing any more.`);
      terminal.line(rotated.keyReplaced ? 'master.key holds the new one. Put it where your copy of the old one is.' : 'START THE HUB WITH THE NEW KEY FROM NOW ON: with the old one it does not start, and "guitu backup --keys" is refused until then.');
    }
    return exit.done;
  },
};
