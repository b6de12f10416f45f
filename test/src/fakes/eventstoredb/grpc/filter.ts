import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { EPOCH_STREAM } from '../log/system-events.js';
import type { LogRecord } from '../log/record.js';
import { invalidArgument } from './refusals.js';

export type Filter = (record: LogRecord) => boolean;

/** What a reader of `$all` is shown who asks for everything: system events too, but for these. */
export const everything: Filter = (record) => record.stream !== EPOCH_STREAM;

/** Events that are looked through at a time, and the unit of checkpoint intervals, where a reader does not ask for another. */
const PAGE = 32;

export interface FilterOptions {
  readonly allows: Filter;
  readonly window: number;
  /** Events looked through between two checkpoints. */
  readonly interval: number;
}

export function filterOf(options: streams.ReadReq.Options.FilterOptions): FilterOptions {
  const onStream = options.getStreamIdentifier();
  const expression = onStream ?? options.getEventType();
  if (expression === undefined) throw invalidArgument('a filter is on the stream identifier or on the event type');
  const matches = matcher(expression);
  const window = options.hasMax() ? options.getMax() : PAGE;
  const multiplier = options.getCheckpointintervalmultiplier();
  if (multiplier === 0) throw invalidArgument('the checkpoint interval is at least 1');
  return { allows: (record) => everything(record) && matches(onStream === undefined ? record.type : record.stream), window, interval: multiplier * window };
}

function matcher(expression: streams.ReadReq.Options.FilterOptions.Expression): (text: string) => boolean {
  if (expression.getRegex() === '') {
    const prefixes = expression.getPrefixList();
    return (text) => prefixes.some((prefix) => text.startsWith(prefix));
  }
  const regex = new RegExp(expression.getRegex());
  return (text) => regex.test(text);
}
