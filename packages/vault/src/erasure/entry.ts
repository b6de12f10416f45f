/** Grounds on which personal data is erased (PIPL art. 47), as in the event. */
export const erasureGrounds = ['person-asked', 'purpose-ended', 'retention-over', 'unlawful'] as const;
/** Grounds on which processing is restricted (PIPL art. 44, 47), as in the event. */
export const restrictionGrounds = [...erasureGrounds, 'dispute'] as const;
/** Grounds on which a restriction is lifted before its last day, as in the event. */
export const liftingGrounds = ['person-asked', 'dispute-settled', 'legal-duty', 'mistaken'] as const;
/** Why something that was proposed is not done; whoever asked must be told (PIPL art. 50). A code, because free text could name the person. */
export const refusalReasons = ['statutory-term', 'case-open', 'retention-class', 'not-restricted', 'not-entitled', 'identity-not-proven', 'no-ground', 'persons-changed', 'withdrawn'] as const;

/** A human who proposes or decides, as the ledger keeps it. */
export interface Officer {
  readonly organisation: string;
  readonly division: string;
  /** The client by whose secret the request came. */
  readonly client: string;
  readonly user: string;
  /** True where only that client says who the user is; false where the token does. */
  readonly asserted: boolean;
}

/** What somebody decides, and the ledger takes. `matter` is the id of the erasure, restriction or lifting that it belongs to. */
export type Decision =
  | { readonly entry: 'proposed'; readonly matter: string; readonly kind: 'erasure'; readonly ground: (typeof erasureGrounds)[number]; readonly asked: string; readonly persons: readonly string[]; readonly by: Officer }
  | { readonly entry: 'proposed'; readonly matter: string; readonly kind: 'restriction'; readonly ground: (typeof restrictionGrounds)[number]; readonly until?: string | undefined; readonly asked: string; readonly persons: readonly string[]; readonly by: Officer }
  | { readonly entry: 'proposed'; readonly matter: string; readonly kind: 'lifting'; readonly ground: (typeof liftingGrounds)[number]; readonly asked: string; readonly persons: readonly string[]; readonly by: Officer }
  | { readonly entry: 'refused'; readonly matter: string; readonly reason: (typeof refusalReasons)[number]; readonly by: Officer }
  | { readonly entry: 'approved'; readonly matter: string; readonly by: Officer }
  /** The log says it now. */
  | { readonly entry: 'recorded'; readonly matter: string };

/** What the vault itself writes. */
export type Mark =
  /** The first line. */
  | { readonly entry: 'begun'; readonly ledger: string; readonly format: 1 }
  /** The keys of all persons of the matter are gone. */
  | { readonly entry: 'destroyed'; readonly matter: string }
  /** Whose keys were gone already when this ledger was begun. */
  | { readonly entry: 'known'; readonly persons: readonly string[] };

/** One line of the ledger. Ids, codes and names of officers: nothing of the person but pseudonymous ids. */
export type LedgerEntry = (Decision | Mark) & {
  /** RFC 3339, real time. */
  readonly at: string;
};

const nameOf = ({ user }: Officer): string => user.normalize('NFKC').replace(/\s/gu, '').toLowerCase();

/**
 * Four eyes: two users. One client can assert any name, so names that are asserted tell two humans apart only where they come by two clients, whose secrets
 * two humans hold; a name that a token carries was proven to its issuer.
 */
export const isAnother = (one: Officer, other: Officer): boolean => nameOf(one) !== nameOf(other) && ((!one.asserted && !other.asserted) || one.client !== other.client);

const words: Readonly<Record<LedgerEntry['entry'], true>> = { begun: true, known: true, proposed: true, refused: true, approved: true, destroyed: true, recorded: true };

/** An entry of another word was damaged, or a later version wrote it: passed over, an erasure would be forgotten. */
export const isLedgerEntry = (value: unknown): value is LedgerEntry =>
  typeof value === 'object' && value !== null && 'entry' in value && typeof value.entry === 'string' && Object.hasOwn(words, value.entry);
