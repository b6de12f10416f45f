import { createHash } from 'node:crypto';
import type { NewEvent } from '../port.js';

/** An event that is the same on every run: its id and bytes follow from the label. */
export function eventFor(label: string): NewEvent {
  const hex = createHash('sha256').update(label).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { id, type: 'guitu.case.tested.v1', bytes: new TextEncoder().encode(`{"label":"${label}"}`) };
}

/** `label/0`, `label/1`, ... */
export const eventsFor = (label: string, count: number): readonly NewEvent[] => Array.from({ length: count }, (_, index) => eventFor(`${label}/${index}`));
