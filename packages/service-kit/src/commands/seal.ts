import { localYearOf } from '@guitu/contracts';
import type { SealedClass, SealedParts, Split } from '@guitu/contracts';
import { namedIn } from '@guitu/vault';
import type { JsonValue, Vault } from '@guitu/vault';

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

/**
 * Seals the personal part of a command, one blob for each class, and makes the person findable. All of it is durable in the vault before the log
 * names it: a root that no event uses costs nothing, an event whose root is lost could never be read.
 */
export async function seal(vault: Pick<Vault, 'seal' | 'fingerprint' | 'index'>, { personId, eventId, occurredAt, sealed, body }: SealingRequest): Promise<Secrets> {
  const parts = Object.entries(sealed) as [SealedClass, Record<string, unknown>][];
  const entries = namedIn(personId, sealed.identity);
  const year = localYearOf(occurredAt);
  const [blobs, fingerprint] = await Promise.all([
    parts.length === 0 ? [] : vault.seal(parts.map(([dataClass, value]) => ({ personId, eventId, dataClass, year, value: value as JsonValue }))),
    vault.fingerprint(personId, body),
    entries.length === 0 ? undefined : vault.index(entries),
  ]);
  return { sealed: Object.fromEntries(parts.map(([dataClass], place) => [dataClass, blobs[place]])) as SealedParts, fingerprint };
}
