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

/** What the answers of the hub would have of an event, by the same questions to the same table. Opens nothing. */
export function explainEvent(event: AnyEvent, look: Look): readonly Explained[] {
  const record = recordDisclosure(event, look);
  if (record.level === 'none') return [{ dataClass: 'record', ...record }];
  const { role, relations, purpose } = vaultCaller(look);
  const sealed = sealedItems(event, look).map(({ dataClass, safeguards }): Explained => {
    const { level, because } = disclosure({ role, relations, purpose, dataClass, safeguards });
    return { dataClass, level, because };
  });
  return [{ dataClass: 'record', ...record }, ...sealed];
}
