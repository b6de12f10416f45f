import { canonicalJson } from '../canonical-json.js';
import type { Decision } from '../erasure/entry.js';
import type { LooksQuery } from '../looked/look.js';
import type { FindQuery, IndexEntry, OpenItem, ReindexBatch, SealItem, VaultCaller } from '../port.js';
import { textOf } from '../sealing/blob.js';
import { requestLimits } from './calls.js';

/** A call as the text of a request, and how much of a request it takes up. */
export interface EncodedCall {
  readonly text: string;
  readonly items: number;
}

/** A longer list goes as several calls. UTF-16 code units, each at most 3 bytes of UTF-8: with the largest item that a command can have it still fits. */
const mostText = requestLimits.bytes / 8;

/** The items in lists that fit into a request each, in order; one empty list for none. */
function lists(items: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = [[]];
  let length = 0;
  for (const item of items) {
    let last = found.at(-1) ?? [];
    if (last.length > 0 && (last.length >= requestLimits.items / 2 || length + item.length > mostText)) {
      found.push((last = []));
      length = 0;
    }
    last.push(item);
    length += item.length;
  }
  return found;
}

const call = (operation: string, members: string, items: number): EncodedCall => ({ text: `{"operation":"${operation}",${members}}`, items });

/** What JSON cannot say is refused here: on its way it would become something else, `NaN` null. */
const sealItem = ({ personId, eventId, dataClass, year, value }: SealItem): string => `{${JSON.stringify({ personId, eventId, dataClass, year }).slice(1, -1)},"value":${textOf(value)}}`;

export const sealCalls = (items: readonly SealItem[]): readonly EncodedCall[] => lists(items.map(sealItem)).map((list) => call('seal', `"items":[${list.join(',')}]`, list.length));

/** A caller may have more members where it was made; only these are known at the other end. */
const callerText = ({ organisation, role, relations, purpose, user, answer: { id, operation } }: VaultCaller): string => JSON.stringify({ organisation, role, relations, purpose, user, answer: { id, operation } });

export const openCalls = (items: readonly OpenItem[], caller: VaultCaller): readonly EncodedCall[] => {
  const texts = items.map(({ personId, caseId, eventId, dataClass, sealed, safeguards }) => JSON.stringify({ personId, caseId, eventId, dataClass, sealed, safeguards }));
  return lists(texts).map((list) => call('open', `"caller":${callerText(caller)},"items":[${list.join(',')}]`, list.length));
};

export const looksCall = (query: LooksQuery, caller: VaultCaller): EncodedCall => call('looks', `"caller":${callerText(caller)},"query":${JSON.stringify(query)}`, 1);

/** The body goes in the form that is fingerprinted, so that a body without one is refused here as it is there. */
export const fingerprintCall = (personId: string, body: unknown): EncodedCall => call('fingerprint', `"personId":${JSON.stringify(personId)},"body":${canonicalJson(body)}`, 1);

/** One call whatever its length: entries become findable together. */
export const indexCall = (entries: readonly IndexEntry[]): EncodedCall =>
  call('index', `"entries":${JSON.stringify(entries.map(({ personId, kind, value }) => ({ personId, kind, value })))}`, entries.length);

export const findCall = ({ kind, value, after }: FindQuery): EncodedCall => call('find', `"query":${JSON.stringify({ kind, value, after })}`, 1);

export const indexStateCall = (): EncodedCall => ({ text: '{"operation":"index-state"}', items: 1 });

/** To be made one after the other: the last of them says how far that is. */
export const reindexCalls = ({ items, reached }: ReindexBatch): readonly EncodedCall[] => {
  const all = lists(items.map(({ personId, eventId, dataClass, sealed }) => JSON.stringify({ personId, eventId, dataClass, sealed })));
  return all.map((list, at) => call('reindex', `"items":[${list.join(',')}]${reached === undefined || at < all.length - 1 ? '' : `,"reached":${JSON.stringify(reached)}`}`, list.length));
};

export const ledgerCall = (from: number): EncodedCall => call('ledger', `"from":${from}`, 1);

export const recordCall = (decision: Decision): EncodedCall => call('record', `"decision":${JSON.stringify(decision)}`, 1);

export const destroyCall = (matter: string): EncodedCall => call('destroy', `"matter":${JSON.stringify(matter)}`, 1);
