import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LedgerOrder, Restored, RestoreOrder } from '../backup/index.js';
import { hubRuns, operatorName } from './ask-hub.js';
import type { Command, Typed } from './command.js';
import { CommandError, exit } from './exit.js';
import type { Terminal } from './terminal.js';

/** Its libraries are loaded here: every other verb does without them, and starts at once. */
async function performRestore(order: RestoreOrder, terminal: Terminal): Promise<Restored> {
  const { BackupUnusable, restore } = await import('../backup/index.js');
  const { openOperatorLog, operatorLogFile, systemRuntime } = await import('@guitu/service-kit');
  const { VaultError } = await import('@guitu/vault');
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

/**
 * The ledger that is named; else the one that the hub reads; else that of the data directory which is replaced. Where there is none, the operator must say that it is lost:
 * a restore without it makes people readable again.
 */
function ledgerOf(typed: Typed, old: string | undefined, { environment }: Terminal): LedgerOrder {
  const [named, installed] = [typed.text('ledger'), environment['GUITU_ERASURE_LEDGER'] || undefined];
  if (typed.flag('without-ledger')) {
    if (named !== undefined) throw new CommandError(exit.usage, 'Name --ledger or --without-ledger, not both.');
    if (installed !== undefined && existsSync(installed)) throw new CommandError(exit.refused, `There is an erasure ledger at ${installed} (GUITU_ERASURE_LEDGER). Move it away if it is damaged.`);
    return { lost: true, ...(installed === undefined ? {} : { newFile: resolve(installed) }) };
  }
  const beside = old === undefined ? undefined : join(old, 'erasures', 'ledger.ndjson');
  const file = named ?? installed ?? (beside !== undefined && existsSync(beside) ? beside : undefined);
  if (file === undefined) throw new CommandError(exit.usage, 'Name the erasure ledger with --ledger FILE. If it is lost, say --without-ledger: whoever was erased after the keys were copied is readable again then.');
  return { file: resolve(file), inPlace: installed !== undefined && resolve(installed) === resolve(file) };
}

function tell({ takenAt, events, persons, epoch, projections, erasedAgain, lost, oldLogUnreadable, looks }: Restored, to: string, terminal: Terminal): void {
  terminal.line(`${events} events and the keys of ${persons} persons are in ${to}. Epoch ${epoch.epoch} begins after place ${Number(epoch.continues.position)}.`);
  terminal.line(projections.length === 0 ? 'Projections are built again when the hub starts.' : `Projections taken: ${projections.join(', ')}; others are built again when the hub starts.`);
  if (lost === undefined) terminal.line(`Whatever was recorded after ${takenAt} is gone. How much is not known without the old log${oldLogUnreadable === undefined ? ' (--old)' : ''}.`);
  else if (lost.events === 0) terminal.line('Nothing was recorded after the backup.');
  else terminal.line(`${lost.commands} commands that had been acknowledged are gone: ${lost.events} events, recorded from ${lost.from ?? ''} to ${lost.to ?? ''}. Tell the agencies; what they send again under the same Idempotency-Key is the same command.`);
  if (looks !== undefined) terminal.line(`${looks.looks} records of who looked, the last of ${looks.until ?? 'never'}, ${looks.from === 'old' ? 'as they were in the old directory' : 'as they were in the backup: later ones are gone'}.`);
  else terminal.line('Neither the backup nor the old directory has a record of who looked: it begins anew.');
  if (erasedAgain === undefined) terminal.line('WITHOUT AN ERASURE LEDGER: whoever was erased after the keys were copied is readable again, and nobody can say who that is. A new ledger is begun. Find out from the papers, and erase them again before the hub is opened to agencies.');
  else terminal.line(`The erasure ledger was applied: ${erasedAgain === 0 ? 'nobody had to be erased again' : `${erasedAgain} persons whose keys were in the backup are erased again`}.`);
}

export const restore: Command = {
  summary: 'make a data directory from a backup, for a hub that does not run',
  help: `guitu restore DIR --keys DIR2 --key FILE --to DATA (--ledger FILE | --without-ledger) [--old DATA-BEFORE] [--json]

Checks the backup of the log in DIR and of the keys in DIR2, and makes the new data directory DATA from them.
DATA must be new or empty; it appears when everything is in it. No hub needs to run, and none may run on DATA.

--keys DIR2      keys of the same backup, or of a later one
--key FILE       the key that the backup of the keys was made with; the hub gets a new master key
--ledger FILE    the erasure ledger, as it is now: whoever was erased after the copy is erased again. That of GUITU_ERASURE_LEDGER, or of the
                 data directory of --old, if it is not named
--without-ledger the ledger is lost: people who were erased may be readable again
--old DIR        the data directory that is being replaced, or what is left of it; no hub may run on it any more. Tells how much was lost where
                 its log can be read, and keeps who looked

The restored log begins a new epoch. Start the hub with GUITU_DATA set to DATA.`,
  options: { keys: { type: 'string' }, key: { type: 'string' }, to: { type: 'string' }, old: { type: 'string' }, ledger: { type: 'string' }, 'without-ledger': { type: 'boolean' } },
  words: [1, 1],
  run: async (typed, terminal) => {
    const [directory = ''] = typed.words;
    const [keys, key, target, old] = [typed.text('keys'), typed.text('key'), typed.text('to'), typed.text('old')];
    if (keys === undefined || key === undefined || target === undefined) throw new CommandError(exit.usage, 'A restore needs --keys, --key and --to. See --help.');
    const to = resolve(target);
    if (await hubRuns(to)) throw new CommandError(exit.hub, `A hub runs on ${to}. Restore into a new directory.`);
    if (old !== undefined && (await hubRuns(resolve(old)))) throw new CommandError(exit.hub, `A hub runs on ${old}, which is to be replaced. Stop it first: what it acknowledges from now on would be lost.`);
    const restored = await performRestore({ from: resolve(directory), keysFrom: resolve(keys), keyFile: resolve(key), to, old: old === undefined ? undefined : resolve(old), ledger: ledgerOf(typed, old, terminal) }, terminal);
    if (restored.oldLogUnreadable !== undefined) terminal.note(`guitu: warning: the old log cannot be read, so what was lost is not known: ${restored.oldLogUnreadable}`);
    if (typed.flag('json')) terminal.json({ ...restored, to });
    else tell(restored, to, terminal);
    return exit.done;
  },
};
