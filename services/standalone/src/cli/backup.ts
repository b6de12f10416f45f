import { resolve } from 'node:path';
import type { BackupTaken } from '../backup/index.js';
import { askHub } from './ask-hub.js';
import type { Command } from './command.js';
import { CommandError, exit } from './exit.js';

export const backup: Command = {
  summary: 'copy the log of a running hub, and its keys apart',
  help: `guitu backup DIR [--projections] [--keys DIR2 (--key FILE | --new-key FILE)] [--json]

Copies the log as it is at one instant, and who looked, into DIR, while commands go on, and reads the copy back.
DIR and DIR2 must be new or empty, and the folder that holds them must be there. The hub's user writes them.

--keys DIR2      copy the keys of personal data too, into a directory apart
--key FILE       the key of key backups, under which the copied keys are wrapped; never the hub's own
--new-key FILE   the same, and the file is made if it is not there: keep it apart from both directories
--projections    copy the projections too: a restore is quicker, nothing else depends on it

Only a directory with its manifest.json is a backup.`,
  options: { keys: { type: 'string' }, key: { type: 'string' }, 'new-key': { type: 'string' }, projections: { type: 'boolean' } },
  words: [1, 1],
  run: async (typed, terminal) => {
    const [directory = ''] = typed.words;
    const [keys, given, made] = [typed.text('keys'), typed.text('key'), typed.text('new-key')];
    if (given !== undefined && made !== undefined) throw new CommandError(exit.usage, 'Name --key or --new-key, not both.');
    const keyFile = given ?? made;
    if ((keys === undefined) !== (keyFile === undefined)) throw new CommandError(exit.usage, '--keys needs --key or --new-key, and they need --keys.');
    const order = {
      to: resolve(directory), projections: typed.flag('projections'),
      ...(keys === undefined || keyFile === undefined ? {} : { keys: { to: resolve(keys), keyFile: resolve(keyFile), makeKey: made !== undefined } }),
    };
    const taken = await askHub<BackupTaken>('backup', order, terminal);
    if (typed.flag('json')) terminal.json({ ...taken, ...order });
    else terminal.line(`${taken.events} events up to ${taken.takenAt} are in ${order.to}${taken.persons === undefined ? '' : `, the keys of ${taken.persons} persons in ${order.keys?.to ?? ''}`} (${taken.bytes} bytes, read back and sound).`);
    return exit.done;
  },
};
