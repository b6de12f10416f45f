import type { SealedClass } from '@guitu/contracts';
import type { JsonValue } from '../json-value.js';
import type { OpenItem, Sealed, SealItem } from '../port.js';

export const item = (personId: string, dataClass: SealedClass, value: JsonValue, eventId = 'event-1'): SealItem => ({ personId, eventId, dataClass, year: 2013, value });

/** What was sealed, to be opened where it belongs. */
export const stored = (items: readonly SealItem[], sealed: readonly Sealed[]): readonly OpenItem[] =>
  items.map(({ personId, eventId, dataClass }, at) => ({ personId, eventId, dataClass, sealed: present(sealed[at]), safeguards: [] }));

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a value is missing');
  return value;
}

/** The value as JSON gives it back. */
export const throughJson = (value: JsonValue): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;
