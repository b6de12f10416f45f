import { matters, mostEntries } from '@guitu/vault';
import type { ErasureDesk, LedgerEntry, Matter } from '@guitu/vault';
import type { Approved } from './approved.js';
import { isApproved } from './approved.js';

/** The erasure ledger as this process has read it. */
export interface LedgerView {
  /** Reads what was written since; what is asked for afterwards is at least as new as this call. */
  refresh(): Promise<void>;
  get(id: string): Matter | undefined;
  /** In the order in which they were proposed. */
  all(): readonly Matter[];
  /** Whether it knows that this person was erased: under an approved matter, or before the ledger was begun. */
  erased(personId: string): boolean;
  /** In the order in which they were approved: of two that contradict one another the later one holds. */
  approved(): readonly Approved[];
}

export function createLedgerView(desk: Pick<ErasureDesk, 'ledger'>): LedgerView {
  const known = matters();
  const gone = new Set<string>();
  const approvals: string[] = [];
  let read = 0;
  let turn: Promise<void> = Promise.resolve();

  function goneBy(entry: LedgerEntry): readonly string[] {
    if (entry.entry === 'known') return entry.persons;
    const matter = entry.entry === 'approved' ? known.get(entry.matter) : undefined;
    return matter?.kind === 'erasure' ? matter.persons : [];
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const entries = await desk.ledger(read);
      for (const entry of entries) {
        known.take(entry);
        for (const person of goneBy(entry)) gone.add(person);
        if (entry.entry === 'approved') approvals.push(entry.matter);
        read += 1;
      }
      if (entries.length < mostEntries) return;
    }
  }

  return {
    // One after the other, so that no entry is taken twice.
    refresh: () => (turn = turn.then(readOn, readOn)),
    get: (id) => known.get(id),
    all: () => [...known.all()],
    erased: (personId) => gone.has(personId),
    approved: () => approvals.flatMap((id) => known.get(id) ?? []).filter(isApproved),
  };
}
