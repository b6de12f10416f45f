import type { AnyEvent } from '@guitu/contracts';
import { relationsToCase, safeguardsOfEvent } from '@guitu/referral';
import type { CaseState, Register, Viewer } from '@guitu/referral';
import type { OpenItem, Purpose, VaultCaller } from '@guitu/vault';

/** Somebody who looks at a case, and what for. */
export interface Look {
  readonly viewer: Viewer;
  readonly purpose: Purpose;
  /** The case as it is now, whatever prefix of the log is shown: protection and approvals of today count for its past as well. */
  readonly present: CaseState;
  readonly register: Register;
  /** Business clock, RFC 3339. */
  readonly now: string;
}

/** As whom the vault is asked, for whatever answer. */
export function vaultCaller({ viewer, purpose, present, register, now }: Look): Omit<VaultCaller, 'answer'> {
  return { organisation: viewer.organisation, role: viewer.role, user: viewer.user, relations: relationsToCase(present, viewer, register, now), purpose };
}

/** What of an event is sealed, to be opened for this look; `statistical` is never asked for, because reports alone open it. */
export function sealedItems(event: AnyEvent, { viewer, present, register, now }: Look): readonly OpenItem[] {
  const personId = event.category === 'person' ? event.subject : present.personId;
  const safeguards = safeguardsOfEvent(present, viewer, register, event, now);
  return (Object.entries(event.sealed) as [OpenItem['dataClass'], OpenItem['sealed']][]).flatMap(([dataClass, sealed]) =>
    dataClass === 'statistical' ? [] : [{ personId, caseId: present.caseId, eventId: event.id, dataClass, sealed, safeguards }],
  );
}
