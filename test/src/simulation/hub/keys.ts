import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault, VaultError } from '@guitu/vault';
import type { LocalVault, Vault } from '@guitu/vault';
import type { Chance } from '../../support/seed.js';
import type { Faults } from '../faults.js';
import type { Machine } from '../machine.js';

const masterKey = Buffer.from('a master key for simulations is.');

/** Files in memory where the machine has such a place: a schedule makes a few hundred small ones. */
export const scratch = (name: string): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `guitu-${name}-`));

const bytesOf = (chance: Chance) => (size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  for (let place = 0; place < size; place += 1) bytes[place] = chance.below(256);
  return bytes;
};

/** Makes a key file with its stock of roots. */
export async function mintKeys(directory: string, chance: Chance): Promise<void> {
  const vault = await openVault({ directory, realNow: () => 0, masterKey, random: bytesOf(chance) });
  await vault.close();
}

/** The real vault on what its machine finds on its disk. Groups of writes are committed when the scheduler says so, or when the machine is switched off after the simulation. */
export function openSimulatedVault(directory: string, machine: Machine): Promise<LocalVault> {
  const { scheduler, chance } = machine;
  return openVault({
    directory, realNow: () => scheduler.now, masterKey, random: bytesOf(chance), cachedPersons: 4,
    nextTurn: (work) => void machine.wait(chance.below(6), 'commits keys').then(work, work),
  });
}

/** What a machine that dies leaves on its disk, where its successor finds it. What was asked for and not committed is not there. */
export function imageOf(directory: string, image: string): void {
  mkdirSync(image, { recursive: true });
  for (const file of readdirSync(directory)) copyFileSync(join(directory, file), join(image, file));
}
export const remove = (directory: string): void => rmSync(directory, { recursive: true, force: true });

/** The vault as its callers know it: now and then away. */
export function unreliable(vault: LocalVault, machine: Machine, faults: Faults): Vault {
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    if (faults.strikes('vault-away')) throw new VaultError('vault-unavailable', 'The vault is away (simulated).');
    const answer = await work();
    if (machine.chance.percent(20)) await machine.delay(6, 'waits for the vault');
    return answer;
  };
  return {
    seal: (items) => call(() => vault.seal(items)),
    open: (items, caller) => call(() => vault.open(items, caller)),
    fingerprint: (personId, body) => call(() => vault.fingerprint(personId, body)),
    index: (entries) => call(() => vault.index(entries)),
    find: (query) => call(() => vault.find(query)),
    looks: (query, caller) => call(() => vault.looks(query, caller)),
    indexState: () => call(() => vault.indexState()),
    reindex: (batch) => call(() => vault.reindex(batch)),
    close: () => vault.close(),
  };
}
