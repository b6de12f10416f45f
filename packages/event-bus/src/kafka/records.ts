import type { Position, StoredEvent } from '@guitu/event-store';

/** A record as kafkajs sends it. */
export interface OutgoingRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

/** A record as kafkajs gives it. */
export interface IncomingRecord {
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>> | undefined;
}

/** The stored bytes as they are; what the store says about them goes into headers. `log` is the id of the store. */
export function toRecord(event: StoredEvent, key: string, log: string): OutgoingRecord {
  const { id, type, stream, revision, position, bytes } = event;
  return { key, value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), headers: { log, id, type, stream, revision: String(revision), position } };
}

/** The event in a record; undefined for what is no event of that log. If it stands where one was, the gate of the stream finds it missing and the store has it. */
export function fromRecord({ headers = {}, value }: IncomingRecord, log: string): StoredEvent | undefined {
  const header = (name: string): string => {
    const found = headers[name];
    return Buffer.isBuffer(found) ? found.toString() : '';
  };
  const [id, type, stream, revision] = [header('id'), header('type'), header('stream'), header('revision')];
  if (value === null || id === '' || type === '' || stream === '' || !/^\d+$/.test(revision) || header('log') !== log) return undefined;
  return { id, type, stream, revision: Number(revision), position: header('position') as Position, bytes: value };
}
