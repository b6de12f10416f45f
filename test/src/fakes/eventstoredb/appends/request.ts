import type shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { invalidArgument, metadataMissing } from '../grpc/refusals.js';
import type { ProposedEvent } from '../log/record.js';

/** Bytes of one append, the default of a real server. */
export const MAX_APPEND_BYTES = 1_048_576;

type Proposed = streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage;

export function proposedEvent(message: Proposed): ProposedEvent {
  const metadata = message.getMetadataMap();
  const type = metadata.get('type');
  const contentType = metadata.get('content-type');
  if (type === undefined) throw metadataMissing('type');
  if (contentType === undefined) throw metadataMissing('content-type');
  return { id: idOf(message.getId()), type, isJson: contentType === 'application/json', data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8() };
}

/** In words: the other form of the protocol, two numbers, no client of ours sends. */
export function idOf(id: shared.UUID | undefined): string {
  if (!id?.hasString()) throw invalidArgument('an id is a UUID in words');
  return id.getString().toLowerCase();
}
