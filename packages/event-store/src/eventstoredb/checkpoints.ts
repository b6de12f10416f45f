import { randomUUID } from 'node:crypto';
import { NO_STREAM, WrongExpectedVersionError, jsonEvent } from '@eventstore/db-client';
import type { AppendToStreamOptions } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import type { Checkpoint, Checkpoints, Position } from '../port.js';
import { toAppendError } from './errors.js';
import type { Head } from './head.js';
import type { Names } from './names.js';
import { assertWithin } from './places.js';
import type { Reads } from './reads.js';
import type { Writer } from './writer.js';

interface Saved extends Checkpoint {
  /** Of the event that holds it, in the reader's own stream. */
  readonly revision: bigint;
}

export interface CheckpointParts {
  readonly writer: Writer;
  readonly names: Names;
  readonly reads: Reads;
  readonly head: Head;
  readonly storeId: string;
  readonly deadlineMs: number;
}

const TYPE = 'guitu.checkpoint.saved';

/** Each reader has a stream that keeps its last event alone; its revision is the lock. An id is never used again, or two instances that save the same would both be told "saved". */
export function createCheckpoints({ writer, names, reads, head, storeId, deadlineMs }: CheckpointParts): Checkpoints {
  /** What this process saved last, so that a reader that goes on saves with one call. */
  const lastSaved = new Map<string, Saved>();

  async function load(reader: string): Promise<Saved | undefined> {
    const event = await reads.newestOf(names.checkpoint(reader));
    if (event === undefined) return undefined;
    const data = event.data as { readonly storeId?: unknown; readonly position?: unknown };
    if (event.type !== TYPE || typeof data.storeId !== 'string' || typeof data.position !== 'string') throw new StoreError('corrupt-event', `The checkpoint of ${reader} cannot be read.`);
    if (data.storeId !== storeId) throw new StoreError('foreign-checkpoint', `The checkpoint of ${reader} belongs to log ${data.storeId}; this is log ${storeId}.`);
    return { storeId, position: data.position as Position, revision: event.revision };
  }

  /** Undefined when somebody else saved first. */
  async function append(reader: string, position: Position, over: Saved | undefined): Promise<Saved | undefined> {
    const stream = names.checkpoint(reader);
    const event = jsonEvent({ id: randomUUID(), type: TYPE, data: { storeId, position } });
    const options: AppendToStreamOptions = { expectedRevision: over?.revision ?? NO_STREAM, requiresLeader: true, deadline: deadlineMs };
    try {
      if (over === undefined) await writer.run((client) => client.setStreamMetadata(stream, { maxCount: 1 }, { requiresLeader: true, deadline: deadlineMs }));
      const { success, nextExpectedRevision } = await writer.run((client) => client.appendToStream(stream, event, options));
      return success ? { storeId, position, revision: nextExpectedRevision } : undefined;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return undefined;
      throw toAppendError(error);
    }
  }

  return {
    async load(reader) {
      const saved = await load(reader);
      return saved && { storeId: saved.storeId, position: saved.position };
    },
    async save(reader, position, { previous }) {
      assertWithin(position, position <= head.known ? head.known : await head.look());
      const remembered = lastSaved.get(reader);
      const present = remembered !== undefined && remembered.position === previous ? remembered : await load(reader);
      lastSaved.delete(reader);
      if (present?.position !== previous) return 'lost';
      const saved = await append(reader, position, present);
      if (saved === undefined) return 'lost';
      lastSaved.set(reader, saved);
      return 'saved';
    },
  };
}
