import { caseStream, decodeEvent } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventReader } from '@guitu/event-store';

/** Cases whose person is remembered; about 10 MB. Nearly every case is admitted while it is among the last so many opened. */
const REMEMBERED = 50_000;

const mintedBy = (event: AnyEvent | undefined): string | undefined => (event?.name === 'found' || event?.name === 'help-requested' ? event.data.personId : undefined);

export interface PersonsOfCases {
  /** Takes note of the openings among these events. */
  note(events: readonly AnyEvent[]): void;
  /** The person of a case; read from the log where the opening is not remembered. */
  personOf(caseId: string): Promise<string | undefined>;
}

/**
 * Seals are bound to the person, whom only the opening event of a case names, and what is prepared for a projection may not look at its rows.
 * So the openings that come by are remembered, and the others are read from the log.
 */
export function personsOfCases(store: EventReader): PersonsOfCases {
  const known = new Map<string, string>();
  function remember(caseId: string, personId: string): void {
    if (known.size >= REMEMBERED) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(caseId, personId);
  }
  return {
    note(events) {
      for (const event of events) {
        const minted = event.revision === 0 ? mintedBy(event) : undefined;
        if (minted !== undefined) remember(event.subject, minted);
      }
    },
    async personOf(caseId) {
      const remembered = known.get(caseId);
      if (remembered !== undefined) return remembered;
      const [first] = await store.readStream(caseStream(caseId), { limit: 1 });
      const minted = first === undefined ? undefined : mintedBy(decodeEvent(first.bytes));
      if (minted !== undefined) remember(caseId, minted);
      return minted;
    },
  };
}
