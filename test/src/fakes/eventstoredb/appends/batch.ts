import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { streamIdentifier, streamName } from '../grpc/encode.js';
import { invalidArgument } from '../grpc/refusals.js';
import type { Expected } from '../log/decide.js';
import { countedBytes } from '../log/record.js';
import type { ProposedEvent } from '../log/record.js';
import type { Append, AppendAnswer } from './append.js';
import { idOf, MAX_APPEND_BYTES, proposedEvent } from './request.js';

export type BatchAppendCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** Milliseconds after which an append is given up whose last part has not come, whatever later time its client allows. */
const WRITE_TIMEOUT_MS = 2_000;

interface Gathering {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
  bytes: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * All appends of one client over one call: each in parts that bear its correlation id, and one answer for each, in whatever order they are done.
 * A conflict is an answer here and ends nothing; what ends the call takes every append with it that waits for its answer.
 */
export function batchAppend(call: BatchAppendCall, perform: Append): void {
  const gathered = new Map<string, Gathering>();
  const over = (): void => {
    for (const { timer } of gathered.values()) clearTimeout(timer);
    gathered.clear();
  };
  const answer = (correlation: string, stream: string, response: streams.BatchAppendResp | undefined): void => {
    if (response === undefined || call.cancelled) return;
    call.write(response.setCorrelationId(new shared.UUID().setString(correlation)).setStreamIdentifier(streamIdentifier(stream)));
  };
  const drop = (correlation: string): Gathering | undefined => {
    const append = gathered.get(correlation);
    clearTimeout(append?.timer);
    gathered.delete(correlation);
    return append;
  };
  const begin = (correlation: string, options: streams.BatchAppendReq.Options): boolean => {
    const stream = streamName(options.getStreamIdentifier());
    const deadline = options.getDeadline();
    const left = Math.min(deadline === undefined ? Infinity : deadline.toDate().getTime() - Date.now(), WRITE_TIMEOUT_MS);
    if (left <= 0) {
      answer(correlation, stream, timeout());
      return false;
    }
    const timer = setTimeout(() => {
      drop(correlation);
      answer(correlation, stream, timeout());
    }, left);
    gathered.set(correlation, { stream, expected: expectedOf(options), events: [], bytes: 0, timer });
    return true;
  };
  const take = async (request: streams.BatchAppendReq): Promise<void> => {
    const correlation = idOf(request.getCorrelationId());
    const options = request.getOptions();
    if (options !== undefined && !begin(correlation, options)) return;
    const append = gathered.get(correlation);
    if (append === undefined) return;
    try {
      const events = request.getProposedMessagesList().map(proposedEvent);
      append.events.push(...events);
      append.bytes += events.reduce((sum, event) => sum + countedBytes(event), 0);
      if (append.bytes > MAX_APPEND_BYTES) {
        drop(correlation);
        answer(correlation, append.stream, tooLarge());
      } else if (request.getIsFinal()) {
        drop(correlation);
        answer(correlation, append.stream, responseTo(await perform(append), append.expected));
      }
    } catch (error) {
      drop(correlation);
      answer(correlation, append.stream, badRequest(String(error)));
    }
  };
  call.on('data', (request: streams.BatchAppendReq) => void take(request));
  call.on('cancelled', over);
  call.on('end', () => call.end());
}

function expectedOf(options: streams.BatchAppendReq.Options): Expected {
  const { STREAM_POSITION, NO_STREAM, ANY, STREAM_EXISTS } = streams.BatchAppendReq.Options.ExpectedStreamPositionCase;
  switch (options.getExpectedStreamPositionCase()) {
    case STREAM_POSITION:
      return Number(options.getStreamPosition());
    case NO_STREAM:
      return 'no-stream';
    case ANY:
      return 'any';
    case STREAM_EXISTS:
      return 'exists';
    default:
      throw invalidArgument('an append says which revision it expects');
  }
}

function responseTo(answer: AppendAnswer, expected: Expected): streams.BatchAppendResp | undefined {
  switch (answer.kind) {
    case 'none':
      return undefined;
    case 'not-ready':
      return failure('Server Is Not Ready', 'google.protobuf.Empty', new empty.Empty());
    case 'timed-out':
      return timeout();
    case 'wrong-version':
      return failure('WrongExpectedVersion', 'event_store.client.WrongExpectedVersion', wrongVersion(answer.current, expected));
    case 'written':
    case 'repeated': {
      const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(answer.lastRevision));
      const position = String(answer.position);
      if (answer.position < 0) success.setNoPosition(new empty.Empty());
      else success.setPosition(new shared.AllStreamPosition().setCommitPosition(position).setPreparePosition(position));
      return new streams.BatchAppendResp().setSuccess(success);
    }
  }
}

function wrongVersion(current: number, expected: Expected): shared.WrongExpectedVersion {
  const wrong = new shared.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new empty.Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') return wrong.setExpectedAny(new empty.Empty());
  if (expected === 'exists') return wrong.setExpectedStreamExists(new empty.Empty());
  if (expected === 'no-stream') return wrong.setExpectedNoStream(new empty.Empty());
  return wrong.setExpectedStreamPosition(String(expected));
}

const timeout = (): streams.BatchAppendResp => failure('Timeout', 'event_store.client.Timeout', new shared.Timeout());
const tooLarge = (): streams.BatchAppendResp =>
  failure('MaximumAppendSizeExceeded', 'event_store.client.MaximumAppendSizeExceeded', new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES));
const badRequest = (message: string): streams.BatchAppendResp => failure('BadRequest', 'event_store.client.BadRequest', new shared.BadRequest().setMessage(message));

function failure(message: string, type: string, details: { serializeBinary(): Uint8Array }): streams.BatchAppendResp {
  const packed = new any.Any();
  packed.pack(details.serializeBinary(), type);
  return new streams.BatchAppendResp().setError(new status.Status().setMessage(message).setDetails(packed));
}
