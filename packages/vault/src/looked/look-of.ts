import type { SealedClass } from '@guitu/contracts';
import type { Opened, OpenItem, VaultCaller } from '../port.js';
import type { Look, Seen } from './look.js';

/** A look that is to be recorded. */
export type NewLook = Omit<Look, 'place' | 'at' | 'answer' | 'operation'> & Pick<VaultCaller, 'answer'>;

/**
 * What an opening showed to its caller: persons, cases and classes of the items that were opened. What was not disclosed, erased or damaged was not seen.
 * Undefined where nothing was. Pure.
 */
export function lookOf(items: readonly OpenItem[], opened: readonly Opened[], caller: VaultCaller): NewLook | undefined {
  const seen = new Map<string, Seen & { readonly classes: Partial<Record<SealedClass, 'full' | 'masked' | 'summary'>> }>();
  let counted = 0;
  for (const [place, { personId, caseId, dataClass }] of items.entries()) {
    const outcome = opened[place];
    if (outcome?.ok !== true) continue;
    if (dataClass === 'statistical') {
      counted += 1;
      continue;
    }
    const key = `${personId} ${caseId ?? ''}`;
    let entry = seen.get(key);
    if (entry === undefined) seen.set(key, (entry = { personId, ...(caseId === undefined ? {} : { caseId }), classes: {}, access: caller.relations }));
    entry.classes[dataClass] = outcome.level;
  }
  if (seen.size === 0 && counted === 0) return undefined;
  return { ...viewerOf(caller), seen: [...seen.values()], ...(counted === 0 ? {} : { counted }) };
}

/** An auditor's look at who looked: at the looks of these persons, or of all. */
export function lookAtLooks(persons: readonly string[], caller: VaultCaller): NewLook {
  return { ...viewerOf(caller), seen: persons.map((personId) => ({ personId, classes: {}, access: [] })) };
}

function viewerOf({ organisation, role, user, purpose, answer }: VaultCaller): Omit<NewLook, 'seen' | 'counted'> {
  return { organisation, role, purpose, answer, ...(user === undefined ? {} : { user }) };
}
