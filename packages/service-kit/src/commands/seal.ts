import { localYearOf } from '@guitu/contracts';
import type { SealedClass, SealedParts, Split } from '@guitu/contracts';
import type { IndexEntry, JsonValue, Vault } from '@guitu/vault';

export interface Secrets {
  readonly sealed: SealedParts;
  readonly fingerprint: string;
}

export interface SealingRequest {
  readonly personId: string;
  /** Event that carries the sealed parts. */
  readonly eventId: string;
  readonly occurredAt: string;
  readonly sealed: Split['sealed'];
  /** Parsed body of the command, for the fingerprint. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Name and identity number, wherever a command says who somebody is: in a field of its own, or in the patch of a correction. */
function indexEntries(personId: string, identity: Record<string, unknown> | undefined): IndexEntry[] {
  const patch = identity?.['identity'] as Record<string, unknown> | undefined;
  return [identity?.['person'], patch?.['person']].flatMap((person) => {
    const { name, idNumber } = (person ?? {}) as { readonly name?: unknown; readonly idNumber?: unknown };
    return [
      ...(typeof name === 'string' ? [{ personId, kind: 'name' as const, value: name }] : []),
      ...(typeof idNumber === 'string' ? [{ personId, kind: 'id-number' as const, value: idNumber }] : []),
    ];
  });
}

/**
 * Seals the personal part of a command, one blob for each class, and makes the person findable. All of it is durable in the vault before the log
 * names it: a root that no event uses costs nothing, an event whose root is lost could never be read.
 */
export async function seal(vault: Pick<Vault, 'seal' | 'fingerprint' | 'index'>, { personId, eventId, occurredAt, sealed, body }: SealingRequest): Promise<Secrets> {
  const parts = Object.entries(sealed) as [SealedClass, Record<string, unknown>][];
  const entries = indexEntries(personId, sealed.identity);
  const year = localYearOf(occurredAt);
  const [blobs, fingerprint] = await Promise.all([
    parts.length === 0 ? [] : vault.seal(parts.map(([dataClass, value]) => ({ personId, eventId, dataClass, year, value: value as JsonValue }))),
    vault.fingerprint(personId, body),
    entries.length === 0 ? undefined : vault.index(entries),
  ]);
  return { sealed: Object.fromEntries(parts.map(([dataClass], place) => [dataClass, blobs[place]])) as SealedParts, fingerprint };
}
