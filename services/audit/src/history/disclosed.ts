import { sealedClasses } from '@guitu/contracts';
import type { SealedClass } from '@guitu/contracts';
import type { JsonValue, OpenItem, Vault } from '@guitu/vault';
import { openAll } from '../sealed/open-all.js';
import type { PlacedEvent } from './case-fold.js';

export interface Disclosed {
  readonly opened: Partial<Record<SealedClass, { readonly level: string; readonly value: JsonValue }>>;
  readonly withheld: Partial<Record<SealedClass, string>>;
}

/**
 * Opens for an auditor what the disclosure table gives (identity masked, circumstances whole, of health only that it is there), all events in one call.
 * Nothing is decided here. `statistical` is never asked for: that is for counting.
 */
export async function disclose(vault: Pick<Vault, 'open'>, events: readonly PlacedEvent[], personId: string, organisation: string): Promise<readonly Disclosed[]> {
  const wanted = events.flatMap(({ event }, index) =>
    sealedClasses.flatMap((dataClass): { index: number; item: OpenItem }[] => {
      const sealed = dataClass === 'statistical' ? undefined : event.sealed[dataClass];
      return sealed === undefined ? [] : [{ index, item: { personId: event.category === 'person' ? event.subject : personId, eventId: event.id, dataClass, sealed } }];
    }),
  );
  const answers = await openAll(vault, wanted.map(({ item }) => item), { organisation, role: 'audit', relations: [], purpose: 'audit' });
  const disclosed = events.map((): { opened: Record<string, { level: string; value: JsonValue }>; withheld: Record<string, string> } => ({ opened: {}, withheld: {} }));
  for (const [place, answer] of answers.entries()) {
    const asked = wanted[place];
    const target = asked === undefined ? undefined : disclosed[asked.index];
    if (asked === undefined || target === undefined) continue;
    if (answer.ok) target.opened[asked.item.dataClass] = { level: answer.level, value: answer.value };
    else target.withheld[asked.item.dataClass] = answer.reason;
  }
  return disclosed;
}
