import { vaultOperations } from '@guitu/vault';
import type { LookedTrace, VaultTrace } from '@guitu/vault';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { latencyBuckets } from './buckets.js';
import { follow } from './follow.js';

/** The vault's own code for what went wrong: a closed list. */
function outcomeOf(error: unknown): string {
  return error instanceof Error && error.name === 'VaultError' && 'code' in error ? String(error.code) : 'failed';
}

/** Calls of the vault in this process, whoever makes them, and the group commits of who looked. Answers with a function that stops measuring. */
export function measureVault(registry: Registry): () => void {
  const calls = new Histogram({ name: 'guitu_vault_call_seconds', help: 'Calls of the vault by operation and outcome', labelNames: ['operation', 'outcome'], buckets: [0.0001, 0.00025, 0.0005, ...latencyBuckets], registers: [registry] });
  const stops = vaultOperations.map((operation) => {
    // Looking up a child by its labels costs more than counting.
    const ok = calls.labels(operation, 'ok');
    return follow<VaultTrace>(`guitu.vault.${operation}`, ({ error }, seconds) => (error === undefined ? ok : calls.labels(operation, outcomeOf(error))).observe(seconds));
  });
  const stopLooks = measureLooks(registry);
  return () => [...stops, stopLooks].forEach((stop) => stop());
}

function measureLooks(registry: Registry): () => void {
  const registers = [registry];
  const seconds = new Histogram({ name: 'guitu_looked_group_seconds', help: 'Time of a group commit of who looked: one transaction and one fsync', buckets: latencyBuckets, registers });
  const looks = new Histogram({ name: 'guitu_looked_group_looks', help: 'Records of who looked that shared a group commit', buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256], registers });
  const failed = new Counter({ name: 'guitu_looked_groups_failed_total', help: 'Group commits of who looked that the file refused: nothing of their answers was disclosed', registers });
  return follow<LookedTrace>('guitu.vault.looked', (group, took) => {
    if (group.error !== undefined) return failed.inc();
    // What is dropped when its time is over goes the same way.
    if (group.looks === 0) return;
    seconds.observe(took);
    looks.observe(group.looks);
  });
}
