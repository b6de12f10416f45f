import { VaultError } from '../vault-error.js';
import type { LedgerEntry, Officer } from './entry.js';
import { isAnother } from './entry.js';

interface Decided {
  readonly at: string;
  readonly by: Officer;
}

/** An erasure, a restriction, or the lifting of restrictions, as the ledger tells it. */
export interface Matter {
  readonly id: string;
  readonly kind: 'erasure' | 'restriction' | 'lifting';
  readonly ground: string;
  /** Last day of a restriction. */
  readonly until?: string;
  /** The person who was asked for. */
  readonly asked: string;
  /** Every linked id, the one asked for among them. */
  readonly persons: readonly string[];
  readonly proposed: Decided;
  readonly refused?: Decided & { readonly reason: string };
  readonly approved?: Decided;
  readonly destroyedAt?: string;
  readonly recordedAt?: string;
}

const refuse = (why: string): never => {
  throw new VaultError('ledger-refused', why);
};

/** The matter after this entry; the same object where a step was done before. Throws `ledger-refused` where the entry does not follow. */
export function followed(before: Matter | undefined, entry: LedgerEntry): Matter | undefined {
  if (entry.entry === 'begun' || entry.entry === 'known') return before;
  if (entry.entry === 'proposed') {
    if (before !== undefined) refuse('there is such a matter already');
    if (!entry.persons.includes(entry.asked)) refuse('the person asked for is not among the persons');
    const { matter: id, kind, ground, asked, persons, by, at } = entry;
    return { id, kind, ground, asked, persons, ...(entry.kind === 'restriction' && entry.until !== undefined ? { until: entry.until } : {}), proposed: { at, by } };
  }
  const matter = before ?? refuse('there is no such matter');
  const open = matter.approved === undefined && matter.refused === undefined;
  const { at } = entry;
  switch (entry.entry) {
    case 'refused':
      return open ? { ...matter, refused: { at, by: entry.by, reason: entry.reason } } : refuse('it is decided already');
    case 'approved':
      if (!open) refuse('it is decided already');
      return isAnother(matter.proposed.by, entry.by) ? { ...matter, approved: { at, by: entry.by } } : refuse('whoever proposed it cannot approve it');
    case 'destroyed':
      if (matter.destroyedAt !== undefined) return matter;
      return matter.kind === 'erasure' && matter.approved !== undefined ? { ...matter, destroyedAt: at } : refuse('nothing is to be destroyed');
    case 'recorded':
      if (matter.recordedAt !== undefined) return matter;
      return matter.approved !== undefined && (matter.kind !== 'erasure' || matter.destroyedAt !== undefined) ? { ...matter, recordedAt: at } : refuse('nothing is to be recorded');
  }
}

/** The same matters, from the entries that somebody was given in order. */
export function matters(): { take(entry: LedgerEntry): void; get(id: string): Matter | undefined; all(): IterableIterator<Matter> } {
  const known = new Map<string, Matter>();
  return {
    take(entry) {
      if (!('matter' in entry)) return;
      const next = followed(known.get(entry.matter), entry);
      if (next !== undefined) known.set(entry.matter, next);
    },
    get: (id) => known.get(id),
    all: () => known.values(),
  };
}

