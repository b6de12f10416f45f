import { StoreError } from './port.js';
import type { Position } from './port.js';

/** Positions of the memory and SQLite adapters: the place in the log, from 1, as 20 digits. Place 0 is "before the first event". */
export const positionOf = (place: number): Position => String(place).padStart(20, '0') as Position;

/** The place behind a position that lies in the log up to `head`; anything else belongs to another log and is refused. */
export function placeOf(position: Position, head: number): number {
  const place = /^\d{20}$/.test(position) ? Number(position) : Infinity;
  if (place > head) throw new StoreError('foreign-checkpoint', `Position ${position} is not in this log, whose head is ${positionOf(head)}. It belongs to another log, or this one was restored from an older backup.`);
  return place;
}
