import { resolve } from 'node:path';
import type { Restored, RestoreOrder } from '../backup/index.js';
import { hubRuns, operatorName } from './ask-hub.js';
import type { Command } from './command.js';
import { CommandError, exit } from './exit.js';
import type { Terminal } from './terminal.js';

/** Its libraries are loaded here: every other verb does without them, and starts at once. */
async function performRestore(order: RestoreOrder, terminal: Terminal): Promise<Restored> {
  const { BackupUnusable, isFree, restore } = await import('../backup/index.js');
  const { openOperatorLog, operatorLogFile, systemRuntime } = await import('@guitu/service-kit');
  const { VaultError } = await import('@guitu/vault');
  if (!isFree(order.to)) throw new CommandError(exit.refused, `${order.to} is not empty, and a restore overwrites nothing. Name a new directory.`);
  try {
    const restored = await restore(order, systemRuntime, (label, done, total) => terminal.progress(label, done, total));
    try {
      openOperatorLog(operatorLogFile(order.to)).record({
        at: restored.epoch.beganAt, action: systemRuntime.uuid(), who: operatorName(terminal.environment), verb: 'restore', outcome: 'done', input: { from: order.from, keys: order.keysFrom, epoch: restored.epoch.epoch },
      });
    } catch (error) {
      terminal.note(`guitu: warning: the restore is whole, and could not be written to operator-log.ndjson: ${error instanceof Error ? error.message : String(error)}`);
    }
    return restored;
  } catch (error) {
    if (error instanceof BackupUnusable) throw new CommandError(exit.refused, error.message, { cause: error });
    if (error instanceof VaultError) throw new CommandError(exit.refused, `${error.message} (${error.code}).`, { cause: error });
    throw error;
  }
}

function tell({ takenAt, events, persons, epoch, projections, lost, looks }: Restored, to: string, terminal: Terminal): void {
  terminal.line(`${events} events and the keys of ${persons} persons are in ${to}. Epoch ${epoch.epoch} begins after place ${Number(epoch.continues.position)}.`);
  terminal.line(projections.length === 0 ? 'Projections are built again when the hub starts.' : `Projections taken: ${projections.join(', ')}; others are built again when the hub starts.`);
  if (lost === undefined) terminal.line(`Whatever was recorded after ${takenAt} is gone. How much is not known without the old log (--old).`);
  else if (lost.events === 0) terminal.line('Nothing was recorded after the backup.');
  else terminal.line(`${lost.commands} commands that had been acknowledged are gone: ${lost.events} events, recorded from ${lost.from ?? ''} to ${lost.to ?? ''}. Tell the agencies; what they send again under the same Idempotency-Key is the same command.`);
  if (looks !== undefined) terminal.line(`${looks.looks} records of who looked, the last of ${looks.until ?? 'never'}, ${looks.from === 'old' ? 'as they were in the old directory' : 'as they were in the backup: later ones are gone'}.`);
  else terminal.line('Neither the backup nor the old directory has a record of who looked: it begins anew.');
  terminal.line('Personal data that was erased after the keys were copied is readable again: erase it again before the hub is opened.');
}

export const restore: Command = {
  summary: 'make a data directory from a backup, for a hub that does not run',
  help: `guitu restore DIR --keys DIR2 --key FILE --to DATA [--old DATA-BEFORE] [--json]

Checks the backup of the log in DIR and of the keys in DIR2, and makes the new data directory DATA from them.
DATA must be new or empty; it appears when everything is in it. No hub needs to run, and none may run on DATA.

--keys DIR2      keys of the same backup, or of a later one
--key FILE       the key that the backup of the keys was made with; the hub gets a new master key
--old DIR        the data directory that is being replaced, if it can still be read: tells how much was lost, and keeps who looked

The restored log begins a new epoch. Start the hub with GUITU_DATA set to DATA.`,
  options: { keys: { type: 'string' }, key: { type: 'string' }, to: { type: 'string' }, old: { type: 'string' } },
  words: [1, 1],
  run: async (typed, terminal) => {
    const [directory = ''] = typed.words;
    const [keys, key, target, old] = [typed.text('keys'), typed.text('key'), typed.text('to'), typed.text('old')];
    if (keys === undefined || key === undefined || target === undefined) throw new CommandError(exit.usage, 'A restore needs --keys, --key and --to. See --help.');
    const to = resolve(target);
    if (await hubRuns(to)) throw new CommandError(exit.hub, `A hub runs on ${to}. Restore into a new directory.`);
    const restored = await performRestore({ from: resolve(directory), keysFrom: resolve(keys), keyFile: resolve(key), to, old: old === undefined ? undefined : resolve(old) }, terminal);
    if (typed.flag('json')) terminal.json({ ...restored, to });
    else tell(restored, to, terminal);
    return exit.done;
  },
};
