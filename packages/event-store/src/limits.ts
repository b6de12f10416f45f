import { StoreError } from './port.js';
import type { ExpectedRevision, NewEvent, ReadOptions } from './port.js';

export const MAX_EVENTS_PER_APPEND = 500;
/** Below EventStoreDB's 1 MiB for one append, so that what one adapter takes every adapter takes. */
export const MAX_BYTES_PER_APPEND = 900 * 1024;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** ASCII without spaces; a leading `$` is EventStoreDB's own. */
const STREAM = /^[!#%-~][!-~]{0,254}$/;

export const isStreamName = (text: string): boolean => STREAM.test(text);

const refuse = (message: string): StoreError => new StoreError('invalid-argument', message);
const isPlace = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Refuses what no adapter may store, and returns the number of bytes in the append. */
export function checkAppend(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): number {
  if (!isStreamName(stream)) throw refuse('A stream name is 1 to 255 printable ASCII characters, and "$" does not come first.');
  if (expected !== 'no-stream' && !isPlace(expected)) throw refuse(`The expected revision of ${stream} is "no-stream" or a whole number from 0, not ${String(expected)}.`);
  if (events.length === 0 || events.length > MAX_EVENTS_PER_APPEND) throw refuse(`An append has 1 to ${MAX_EVENTS_PER_APPEND} events; this one to ${stream} has ${events.length}.`);
  let bytes = 0;
  for (const event of events) {
    if (!UUID.test(event.id)) throw refuse(`An event for ${stream} has an id that is not a UUID in lower case.`);
    if (event.type === '') throw refuse(`Event ${event.id} has no type.`);
    bytes += event.bytes.byteLength;
  }
  if (bytes > MAX_BYTES_PER_APPEND) throw tooLarge(stream, events, bytes);
  if (events.length > 1 && new Set(events.map((event) => event.id)).size < events.length) throw new StoreError('event-id-reused', `An append to ${stream} carries the same event id twice.`);
  return bytes;
}

function tooLarge(stream: string, events: readonly NewEvent[], bytes: number): StoreError {
  const largest = events.reduce((one, other) => (other.bytes.byteLength > one.bytes.byteLength ? other : one));
  return new StoreError('event-too-large', `An append has at most ${MAX_BYTES_PER_APPEND} bytes; this one to ${stream} has ${bytes}, of them event ${largest.id} has ${largest.bytes.byteLength}.`);
}

/** Fills in where a reader begins, and refuses numbers that are no revisions. */
export function checkRead({ from = 0, limit }: ReadOptions = {}): { readonly from: number; readonly limit: number | undefined } {
  if (!isPlace(from) || (limit !== undefined && !isPlace(limit))) throw refuse('"from" and "limit" are whole numbers from 0.');
  return { from, limit };
}

export function checkPageSize(pageSize = 500): number {
  if (!isPlace(pageSize) || pageSize === 0 || pageSize > 10_000) throw refuse('A page has 1 to 10,000 events.');
  return pageSize;
}
