import { tracingChannel } from 'node:diagnostics_channel';
import type { TracingChannel } from 'node:diagnostics_channel';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { syncDirectory } from '@guitu/event-store';
import { OperatorRefusal } from '@guitu/service-kit';
import type { Runtime } from '@guitu/service-kit';
import { VaultError, checkBackupKey, keysDraftName, lookFileName, readMasterKey } from '@guitu/vault';
import type { KeyPlace, LocalVault } from '@guitu/vault';
import { describeFile, isFree, liesIn, privateDirectory } from './files.js';
import type { Progress } from './files.js';
import { BACKUP_FORMAT, writeManifest } from './manifest.js';
import type { BackedUpFile, KeysManifest, LogManifest } from './manifest.js';
import { runInThread } from './run-thread.js';
import type { KeysWork, LogWork, ThreadWork } from './thread-work.js';

/** Published around each step, for whoever wants to watch or to break it. */
export const backupChannels = {
  projections: channelOf('projections'),
  log: channelOf('log'),
  looks: channelOf('looks'),
  keys: channelOf('keys'),
  /** Part of `keys`: the draft is there and is written anew under the backup's own key. */
  wrap: channelOf('wrap'),
  /** Once for each of the two manifests, that of the log last. */
  manifest: channelOf('manifest'),
};

function channelOf(step: string): TracingChannel<unknown, { readonly backupId: string }> {
  return tracingChannel<unknown, { readonly backupId: string }>(`guitu.backup.${step}`);
}

export interface BackupOrder {
  /** For the log; must be empty or not be there. */
  readonly to: string;
  readonly projections: boolean;
  /** Absent: the keys are not copied. */
  readonly keys?: { readonly to: string; readonly keyFile: string; readonly makeKey: boolean } | undefined;
}

export interface BackupSource {
  readonly dataDirectory: string;
  readonly hubId: string;
  readonly vault: Pick<LocalVault, 'copyKeys' | 'forgetCopy' | 'isMasterKey'>;
  /** Where the hub's own master key is. */
  readonly ownKey: KeyPlace;
  readonly runtime: Pick<Runtime, 'realNow' | 'uuid'>;
}

export interface BackupTaken {
  readonly backupId: string;
  readonly takenAt: string;
  readonly events: number;
  readonly bytes: number;
  readonly persons?: number;
}

/** Files of the installation that a restored hub needs to know its agencies and their clients; secrets stand in them as hashes only. */
export const settingsFiles = ['agencies.json', 'clients.json', 'operator-log.ndjson'] as const;
export const keysDraft = (dataDirectory: string): string => join(dataDirectory, 'keys', keysDraftName);

function refuseOrder({ to, keys }: BackupOrder, { dataDirectory, vault, ownKey }: Pick<BackupSource, 'dataDirectory' | 'vault' | 'ownKey'>): void {
  const wanted = [to, ...(keys === undefined ? [] : [keys.to])];
  for (const directory of wanted) {
    if (liesIn(directory, dataDirectory)) throw new OperatorRefusal(`${directory} lies in the data directory. A backup belongs on another disk.`);
    if (!isFree(directory)) throw new OperatorRefusal(`${directory} is not empty. Name a new directory, or remove the unfinished backup in it.`);
    if (!existsSync(dirname(resolve(directory)))) throw new OperatorRefusal(`${dirname(resolve(directory))} is not there. Is the disk mounted?`);
  }
  if (keys === undefined) return;
  if (liesIn(keys.to, to) || liesIn(to, keys.to)) throw new OperatorRefusal('The keys must be kept apart from the log: name another directory for them.');
  if (wanted.some((directory) => liesIn(keys.keyFile, directory))) throw new OperatorRefusal('The key file must not stand in the backup that it opens.');
  if (liesIn(keys.keyFile, dataDirectory)) throw new OperatorRefusal('The key file lies in the data directory, which a backup is there to replace. Keep it elsewhere.');
  refuseReplacedKey(vault, ownKey);
  try {
    checkBackupKey(keys.keyFile, keys.makeKey, ownKey);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'missing-master-key') throw new OperatorRefusal(`There is no key file ${keys.keyFile}. Name the one of earlier backups, or make one with --new-key.`, { cause: error });
    if (error instanceof VaultError) throw new OperatorRefusal(`${error.message}.`, { cause: error });
    throw error;
  }
}

/** A setting gives the key of the start. Where that was replaced since, the thread could not open the copy of the keys, and would say so when the whole log is copied. */
function refuseReplacedKey(vault: Pick<LocalVault, 'isMasterKey'>, ownKey: KeyPlace): void {
  if ('directory' in ownKey) return; // The vault itself puts the new one there.
  let why = '"guitu keys rotate" has replaced the one that it gives';
  try {
    if (vault.isMasterKey(readMasterKey(ownKey))) return;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    why = error.message;
  }
  throw new OperatorRefusal(`The hub's setting does not give the master key in use: ${why}. Start the hub with the key in use first. A backup without --keys can be taken meanwhile.`);
}

/**
 * Copies a hub that runs. The order is what makes the copies fit together:
 * - projections before the log, so that none is ahead of it;
 * - the log, as it was at one instant;
 * - who looked, settings and keys after it: a person is bound to a root, durably, before an event of theirs is sealed, so every event of the copy has its root in keys that were copied later.
 *   The other way round, the log would name persons whose keys no backup has;
 * - the manifests last: until they are there, there is no backup.
 */
export async function takeBackup(order: BackupOrder, { dataDirectory, hubId, vault, ownKey, runtime }: BackupSource, progress: Progress, signal: AbortSignal): Promise<BackupTaken> {
  refuseOrder(order, { dataDirectory, vault, ownKey });
  const { to, keys } = order;
  const backupId = runtime.uuid();
  const now = (): string => new Date(runtime.realNow()).toISOString();
  const common = { format: BACKUP_FORMAT, backupId, hubId } as const;
  const step = <T>(name: keyof typeof backupChannels, work: () => Promise<T>): Promise<T> => backupChannels[name].tracePromise(work, { backupId });
  const copied = <T>(name: keyof typeof backupChannels, work: ThreadWork): Promise<T> => step(name, () => runInThread<T>(work, progress, signal));
  await privateDirectory(to);
  const files: BackedUpFile[] = [];
  if (order.projections) {
    await privateDirectory(join(to, 'projections'));
    files.push(...(await copied<readonly BackedUpFile[]>('projections', { kind: 'projections', directory: join(dataDirectory, 'projections'), to: join(to, 'projections') })));
  }

  // Before the copy: nothing that was recorded later is promised to be in it.
  const takenAt = now();
  const log = await copied<LogWork>('log', { kind: 'log', file: join(dataDirectory, 'log.db'), to });
  const looked = await copied<readonly BackedUpFile[]>('looks', { kind: 'looks', file: join(dataDirectory, 'keys', lookFileName), to });
  files.push(...log.files, ...looked, ...(await copySettings(dataDirectory, to)));

  let keysManifest: KeysManifest | undefined;
  if (keys !== undefined) {
    await privateDirectory(keys.to);
    const keysTakenAt = now();
    const wrapped = await step('keys', async () => {
      const draft = keysDraft(dataDirectory);
      try {
        await vault.copyKeys(draft);
        return await copied<KeysWork>('wrap', { kind: 'keys', copy: draft, ownKey, keyFile: keys.keyFile, to: keys.to });
      } finally {
        // Here and not in the thread, which may have ended before its work.
        await vault.forgetCopy(draft);
      }
    });
    keysManifest = { ...common, kind: 'keys', takenAt: keysTakenAt, ...wrapped.summary, files: [...wrapped.files] };
  }

  const write = (directory: string, manifest: KeysManifest | LogManifest): Promise<void> => step('manifest', async () => {
    signal.throwIfAborted();
    writeManifest(directory, manifest);
  });
  if (keys !== undefined && keysManifest !== undefined) await write(keys.to, keysManifest);
  await write(to, { ...common, kind: 'log', takenAt, ...log.summary, files });
  const bytes = [...files, ...(keysManifest?.files ?? [])].reduce((sum, file) => sum + file.bytes, 0);
  return { backupId, takenAt, events: log.summary.events, bytes, ...(keysManifest === undefined ? {} : { persons: keysManifest.persons }) };
}

/** After the log, so that every agency in an event of the copy is among them. */
async function copySettings(dataDirectory: string, to: string): Promise<readonly BackedUpFile[]> {
  const files: BackedUpFile[] = [];
  for (const name of settingsFiles) {
    if (!existsSync(join(dataDirectory, name))) continue;
    writeFileSync(join(to, name), readFileSync(join(dataDirectory, name)), { mode: 0o600, flush: true });
    files.push(await describeFile(to, name));
  }
  syncDirectory(to);
  return files;
}
