import { sealedClasses } from '@guitu/contracts';
import type { AnyEvent, SealedClass } from '@guitu/contracts';
import { relationsOf } from '@guitu/referral';
import type { CaseState, Register } from '@guitu/referral';
import type { Caller } from '@guitu/service-kit';
import type { JsonValue, OpenItem, Vault } from '@guitu/vault';

/** What of one event was opened for the caller, by class, and which classes were not. */
export interface Disclosed {
  readonly opened: Partial<Record<SealedClass, { readonly value: JsonValue; readonly level: string }>>;
  readonly withheld: Partial<Record<SealedClass, 'not-disclosed' | 'erased' | 'corrupt'>>;
}

/** Everything that the organisation is or was to the case, in the words of the disclosure table. */
export function relationsToCase(state: CaseState, organisation: string, register: Register): readonly string[] {
  const relations = new Set<string>(relationsOf(state, organisation, register));
  relations.delete('opening');
  for (const referral of Object.values(state.referrals)) {
    const dropped = referral.status === 'declined' || referral.status === 'redirected' || referral.status === 'withdrawn';
    if (referral.asker === organisation) relations.add('asker');
    if (referral.receiver === organisation && !dropped) relations.add('receiver');
  }
  const addressed = [...Object.values(state.requests), ...Object.values(state.applications), ...Object.values(state.escalations)];
  if (addressed.some((item) => item.addressee === organisation)) relations.add('addressee');
  return [...relations];
}

/**
 * Opens what the disclosure table lets this caller see, all events in one call. Nothing is decided here: the vault decides by the table before it opens anything.
 * `statistical` is never asked for; reports alone open it.
 */
export async function discloseEvents(events: readonly AnyEvent[], state: CaseState, caller: Pick<Caller, 'organisation' | 'role'>, register: Register, vault: Pick<Vault, 'open'>): Promise<readonly Disclosed[]> {
  const wanted = events.map((event) => sealedClasses.filter((dataClass) => dataClass !== 'statistical' && event.sealed[dataClass] !== undefined));
  const items: OpenItem[] = events.flatMap((event, index) =>
    (wanted[index] ?? []).flatMap((dataClass) => {
      const sealed = event.sealed[dataClass];
      const personId = event.category === 'person' ? event.subject : state.personId;
      return sealed === undefined ? [] : [{ personId, eventId: event.id, dataClass, sealed }];
    }),
  );
  const answers = items.length === 0 ? [] : await vault.open(items, { organisation: caller.organisation, role: caller.role, relations: relationsToCase(state, caller.organisation, register), purpose: 'case-work' });
  let next = 0;
  return wanted.map((classes) => {
    const opened: Record<string, { value: JsonValue; level: string }> = {};
    const withheld: Record<string, string> = {};
    for (const dataClass of classes) {
      const answer = answers[next];
      next += 1;
      if (answer?.ok === true) opened[dataClass] = { value: answer.value, level: answer.level };
      else withheld[dataClass] = answer?.reason ?? 'not-disclosed';
    }
    return { opened, withheld } as Disclosed;
  });
}
