import { vaultOperations } from '@guitu/vault';
import type { VaultTrace } from '@guitu/vault';
import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { latencyBuckets } from './buckets.js';
import { follow } from './follow.js';

/** `ok`, or the vault's own code for what went wrong: a closed list. */
function outcomeOf(error: unknown): string {
  if (error === undefined) return 'ok';
  return error instanceof Error && error.name === 'VaultError' && 'code' in error ? String(error.code) : 'failed';
}

/** Calls of the vault in this process, whoever makes them. Answers with a function that stops measuring. */
export function measureVault(registry: Registry): () => void {
  const calls = new Histogram({ name: 'guitu_vault_call_seconds', help: 'Calls of the vault by operation and outcome', labelNames: ['operation', 'outcome'], buckets: [0.0001, 0.00025, 0.0005, ...latencyBuckets], registers: [registry] });
  const stops = vaultOperations.map((operation) =>
    follow<VaultTrace>(`guitu.vault.${operation}`, ({ error }, seconds) => calls.observe({ operation, outcome: outcomeOf(error) }, seconds)),
  );
  return () => stops.forEach((stop) => stop());
}
