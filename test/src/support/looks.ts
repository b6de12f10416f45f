import { randomUUID } from 'node:crypto';
import type { Look, LooksQuery, Vault } from '@guitu/vault';

/** Who looked, as an auditor lists it; the newest first. */
export async function listLooks(vault: Pick<Vault, 'looks'>, query: Partial<LooksQuery>): Promise<readonly Look[]> {
  const auditor = { organisation: 'audit-shaanxi', role: 'audit', relations: [], purpose: 'audit', answer: { id: randomUUID(), operation: 'audit-looks' } } as const;
  return (await vault.looks({ limit: 200, ...query }, auditor)).looks;
}
