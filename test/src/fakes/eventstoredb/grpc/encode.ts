import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { LogRecord } from '../log/record.js';

/** .NET ticks, of 100 nanoseconds, in a millisecond. */
const TICKS = 10_000n;

/** A place as the protocol has it: an unsigned number of 64 bits, in digits. */
export interface WirePlace {
  readonly commit: string;
  readonly prepare: string;
}

export const streamIdentifier = (name: string): shared.StreamIdentifier => new shared.StreamIdentifier().setStreamName(Buffer.from(name));

export const streamName = (identifier: shared.StreamIdentifier | undefined): string => Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

export function eventResponse(record: LogRecord): streams.ReadResp {
  const position = String(record.position);
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(streamIdentifier(record.stream))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  event
    .getMetadataMap()
    .set('type', record.type)
    .set('created', String(BigInt(record.createdMs) * TICKS))
    .set('content-type', record.isJson ? 'application/json' : 'application/octet-stream');
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(position));
}

export const checkpointResponse = (place: WirePlace): streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(new streams.ReadResp.Checkpoint().setCommitPosition(place.commit).setPreparePosition(place.prepare));

export const confirmationResponse = (subscription: string): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscription));

export const caughtUpResponse = (): streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export const notFoundResponse = (stream: string): streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream)));
