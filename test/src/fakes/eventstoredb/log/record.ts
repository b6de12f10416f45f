/** One event as it lies in the log. */
export interface LogRecord {
  /** Byte offset at which it begins. Also its commit and its prepare position: no transaction spans records here, as with every gRPC append. */
  readonly position: number;
  /** Byte offset at which the next one will begin. */
  readonly end: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

export type ProposedEvent = Pick<LogRecord, 'id' | 'type' | 'isJson' | 'data' | 'metadata'>;

/** What a record takes beside its texts and bytes: two lengths around it, kind, version, flags, three places, an offset, two UUIDs, a time, four lengths within. */
const FRAME_BYTES = 92;

export const recordBytes = (stream: string, event: ProposedEvent): number =>
  FRAME_BYTES + Buffer.byteLength(stream) + Buffer.byteLength(event.type) + event.data.byteLength + event.metadata.byteLength;

/** What the server's limit for one append counts. */
export const countedBytes = (event: ProposedEvent): number => event.data.byteLength + event.metadata.byteLength + 2 * event.type.length;
