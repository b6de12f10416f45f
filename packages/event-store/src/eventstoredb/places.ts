import type { Position as Place } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import type { Position } from '../port.js';

// The server's numbers are signed; it answers 2^64-1 where it knows none.
const LARGEST = 2n ** 63n;

/** 20 digits of the commit place and 20 of the prepare place. Both, because they differ where an old client wrote in transactions. Undefined where the server gave none. */
export function positionAt(place: Place | undefined): Position | undefined {
  if (place === undefined || place.commit >= LARGEST || place.prepare >= LARGEST || place.commit < 0n || place.prepare < 0n) return undefined;
  return `${String(place.commit).padStart(20, '0')}${String(place.prepare).padStart(20, '0')}` as Position;
}

/** Throws `foreign-checkpoint` for a text that is no position of an EventStoreDB. */
export function placeAt(position: Position): Place {
  if (!/^\d{40}$/.test(position)) throw new StoreError('foreign-checkpoint', `Position ${position} is not one of an EventStoreDB log.`);
  return { commit: BigInt(position.slice(0, 20)), prepare: BigInt(position.slice(20)) };
}

/** Refuses a position beyond the head: it belongs to another log, or this one was restored from an older backup. */
export function assertWithin(position: Position, head: Position): void {
  placeAt(position);
  if (position > head) throw new StoreError('foreign-checkpoint', `Position ${position} is not in this log, whose head is ${head}. It belongs to another log, or this one was restored from an older backup.`);
}
