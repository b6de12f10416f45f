import type { AnyEvent, SealedClass } from '@guitu/contracts';
import { disclosure } from '@guitu/vault';
import type { Level } from '@guitu/vault';
import type { Look } from './look.js';
import { sealedItems, vaultCaller } from './look.js';
import { recordDisclosure } from './record.js';

/** What one class of an event would be for a look, and by which line of the table. */
export interface Explained {
  readonly dataClass: SealedClass | 'record';
  readonly level: Level;
  readonly because: string;
}

/** What the answers of the hub would have of each event, by the same questions to the same table; one list for each. Opens nothing. */
export function explainEvents(events: readonly AnyEvent[], look: Look): readonly (readonly Explained[])[] {
  const { role, relations, purpose } = vaultCaller(look);
  return events.map((event) => {
    const record: Explained = { dataClass: 'record', ...recordDisclosure(event, look) };
    if (record.level === 'none') return [record];
    const sealed = sealedItems(event, look).map(({ dataClass, safeguards }): Explained => {
      const { level, because } = disclosure({ role, relations, purpose, dataClass, safeguards });
      return { dataClass, level, because };
    });
    return [record, ...sealed];
  });
}
