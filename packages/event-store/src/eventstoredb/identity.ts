import { randomBytes, randomUUID } from 'node:crypto';
import { NO_STREAM, WrongExpectedVersionError, jsonEvent } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import type { Position } from '../port.js';
import { toStoreError } from './errors.js';
import type { Names } from './names.js';
import { positionAt } from './places.js';
import type { Reads } from './reads.js';
import type { Writer } from './writer.js';

/** One event in a stream of its own says which log this is. It is written before any other. */
export interface Identity {
  readonly storeId: string;
  /** Position of that event. All events of the port come after it. */
  readonly origin: Position;
}

const TYPE = 'guitu.store.created';
const FORMAT = 1;

export async function readIdentity(reads: Reads, names: Names): Promise<Identity | undefined> {
  const event = await reads.newestOf(names.identity);
  if (event === undefined) return undefined;
  const data = event.data as { readonly format?: unknown; readonly storeId?: unknown };
  const origin = positionAt(event.position);
  if (event.type !== TYPE || data.format !== FORMAT) throw new StoreError('unsupported-format', 'The log on this server has a format that this release does not know.');
  if (typeof data.storeId !== 'string' || origin === undefined) throw new StoreError('corrupt-event', 'The event that names this log cannot be read.');
  return { storeId: data.storeId, origin };
}

/** Of two processes that find no log at the same time, one makes it and both get it. */
export async function readOrMakeIdentity(reads: Reads, names: Names, writer: Writer, storeId = randomBytes(16).toString('hex')): Promise<Identity> {
  const found = await readIdentity(reads, names);
  if (found !== undefined) return found;
  const event = jsonEvent({ id: randomUUID(), type: TYPE, data: { format: FORMAT, storeId } });
  try {
    await writer.run((client) => client.appendToStream(names.identity, event, { expectedRevision: NO_STREAM, requiresLeader: true }));
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError)) throw toStoreError(error);
  }
  const made = await readIdentity(reads, names);
  if (made === undefined) throw new StoreError('store-unavailable', 'EventStoreDB does not show what it has just stored.');
  return made;
}

/** Rejects where the server does not answer, or has another log than it had. */
export async function assertSame(reads: Reads, names: Names, identity: Identity | undefined): Promise<void> {
  const found = await readIdentity(reads, names);
  if (identity !== undefined && found?.storeId !== identity.storeId) throw new StoreError('foreign-checkpoint', `This server no longer has log ${identity.storeId}.`);
}
