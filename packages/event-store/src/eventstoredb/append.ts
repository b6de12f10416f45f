import { NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import type { AppendToStreamOptions, BinaryEventType, EventData } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import type { AppendResult, ExpectedRevision, NewEvent } from '../port.js';
import { toAppendError } from './errors.js';
import type { Names } from './names.js';
import { positionAt } from './places.js';
import type { Reads } from './reads.js';
import type { Writer } from './writer.js';

export interface AppendParts {
  readonly writer: Writer;
  readonly names: Names;
  readonly reads: Reads;
  readonly deadlineMs: number;
}

export type Append = (stream: string, events: readonly NewEvent[], expected: ExpectedRevision) => Promise<AppendResult>;

/** What the server answered. */
type Answer =
  | { readonly written: true; readonly revision: number; readonly position: ReturnType<typeof positionAt> }
  /** `actual` is undefined where the server does not say what the stream has. */
  | { readonly written: false; readonly actual: ExpectedRevision | undefined };

const binary = ({ id, type, bytes }: NewEvent): EventData<BinaryEventType> => ({ id, type, contentType: 'application/octet-stream', data: bytes, metadata: undefined });

/** Appends by the server's optimistic lock. The server forgets what it once appended, so where its answer is not plainly "written now", the stream itself is asked. */
export function createAppend({ writer, names, reads, deadlineMs }: AppendParts): Append {
  async function send(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Answer> {
    const options: AppendToStreamOptions = { expectedRevision: expected === 'no-stream' ? NO_STREAM : BigInt(expected), requiresLeader: true, deadline: deadlineMs };
    try {
      const result = await writer.run((client) => client.appendToStream(names.onServer(stream), events.map(binary), options));
      // An address may switch the library's errors off, and it then gives no revision that means anything.
      return result.success ? { written: true, revision: Number(result.nextExpectedRevision), position: positionAt(result.position) } : { written: false, actual: undefined };
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return { written: false, actual: actualOf(error) };
      throw toAppendError(error);
    }
  }

  /** Do these events stand where they were to go? */
  async function find(stream: string, events: readonly NewEvent[], next: number): Promise<AppendResult | undefined> {
    const present = await reads.stream(stream, next, events.length).catch((cause: unknown) => {
      throw cause instanceof StoreError && cause.retriable ? toAppendError(undefined) : cause;
    });
    const last = present.at(-1);
    if (last === undefined || present.length < events.length || present.some(({ id }, index) => id !== events[index]?.id)) return undefined;
    return { ok: true, revision: last.revision, position: last.position };
  }

  async function lastRevision(stream: string): Promise<ExpectedRevision> {
    const newest = await reads.newestOf(names.onServer(stream));
    return newest === undefined ? 'no-stream' : Number(newest.revision);
  }

  return async (stream, events, expected) => {
    const answer = await send(stream, events, expected);
    const next = expected === 'no-stream' ? 0 : expected + 1;
    const last = next + events.length - 1;
    if (answer.written) {
      const { revision, position } = answer;
      if (revision === last) return position === undefined ? { ok: true, revision } : { ok: true, revision, position };
      const found = await find(stream, events, next);
      if (found === undefined) throw new StoreError('corrupt-event', `EventStoreDB put an append to ${stream} at another revision than the one asked for: a part of the stream was removed on the server.`);
      return found;
    }
    const { actual } = answer;
    const mayStandThere = actual === undefined || (actual !== 'no-stream' && actual >= last);
    const found = mayStandThere ? await find(stream, events, next) : undefined;
    return found ?? { ok: false, conflict: { expected, actual: actual ?? (await lastRevision(stream)) } };
  };
}

/** The library has a number, the text "no_stream", or -1 for a stream that is not there. */
function actualOf({ actualVersion }: WrongExpectedVersionError): ExpectedRevision | undefined {
  if (typeof actualVersion === 'bigint') return actualVersion < 0n ? 'no-stream' : Number(actualVersion);
  return actualVersion === NO_STREAM ? 'no-stream' : undefined;
}
