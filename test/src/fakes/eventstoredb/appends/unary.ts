import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerReadableStream } from '@grpc/grpc-js';
import { appendTooLarge, invalidArgument, serverNotReady, timedOut } from '../grpc/refusals.js';
import { streamName } from '../grpc/encode.js';
import type { Expected } from '../log/decide.js';
import { countedBytes } from '../log/record.js';
import type { ProposedEvent } from '../log/record.js';
import type { Append, AppendAnswer } from './append.js';
import { MAX_APPEND_BYTES, proposedEvent } from './request.js';

export type AppendCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;

/** One append as one call: its options first, then one message for each event. Undefined: there shall be no answer. */
export async function unaryAppend(call: AppendCall, append: Append): Promise<streams.AppendResp | undefined> {
  let options: streams.AppendReq.Options | undefined;
  let bytes = 0;
  const events: ProposedEvent[] = [];
  for await (const message of call as AsyncIterable<streams.AppendReq>) {
    options ??= message.getOptions();
    const proposed = message.getProposedMessage();
    if (proposed === undefined) continue;
    const event = proposedEvent(proposed);
    bytes += countedBytes(event);
    if (bytes > MAX_APPEND_BYTES) throw appendTooLarge(MAX_APPEND_BYTES);
    events.push(event);
  }
  if (options === undefined) throw invalidArgument('an append begins with its options');
  const expected = expectedOf(options);
  if (call.cancelled) return undefined; // Its deadline passed while its parts came, and nothing of it is written.
  const answer = await append({ stream: streamName(options.getStreamIdentifier()), expected, events });
  return responseTo(answer, expected);
}

function expectedOf(options: streams.AppendReq.Options): Expected {
  const { REVISION, NO_STREAM, ANY, STREAM_EXISTS } = streams.AppendReq.Options.ExpectedStreamRevisionCase;
  switch (options.getExpectedStreamRevisionCase()) {
    case REVISION:
      return Number(options.getRevision());
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

function responseTo(answer: AppendAnswer, expected: Expected): streams.AppendResp | undefined {
  switch (answer.kind) {
    case 'none':
      return undefined;
    case 'not-ready':
      throw serverNotReady();
    case 'timed-out':
      throw timedOut('Commit phase timeout.');
    case 'wrong-version':
      return new streams.AppendResp().setWrongExpectedVersion(wrongVersion(answer.current, expected));
    case 'written':
    case 'repeated': {
      const success = new streams.AppendResp.Success().setCurrentRevision(String(answer.lastRevision));
      if (answer.position < 0) success.setNoPosition(new shared.Empty());
      else success.setPosition(new streams.AppendResp.Position().setCommitPosition(String(answer.position)).setPreparePosition(String(answer.position)));
      return new streams.AppendResp().setSuccess(success);
    }
  }
}

function wrongVersion(current: number, expected: Expected): streams.AppendResp.WrongExpectedVersion {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'any') return wrong.setExpectedAny(new shared.Empty());
  if (expected === 'exists') return wrong.setExpectedStreamExists(new shared.Empty());
  if (expected === 'no-stream') return wrong.setExpectedNoStream(new shared.Empty());
  return wrong.setExpectedRevision(String(expected));
}
