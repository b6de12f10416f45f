import { epochOf } from '@guitu/contracts';
import { Problem } from '@guitu/service-kit';
import type { LogPlace } from '../log/log-index.js';
import { lastPlaceBy, lastPlaceUpTo, placeAtIndex } from '../log/log-index.js';
import { FRESH_MS, notReady, waitUntilReached } from '../sources.js';
import type { AuditProjectionName, Sources } from '../sources.js';

/** Which prefix of the log an auditor asks about; all of it when neither is given. */
export interface AskedPrefix {
  /** Recorded time, inclusive. */
  readonly asOf?: string | undefined;
  /** Log index, inclusive. */
  readonly asOfIndex?: number | undefined;
}

/** A caller who names one gets exactly that, or nothing. */
const EXACT_MS = 2_000;

function checkAsked({ asOf, asOfIndex }: AskedPrefix): void {
  if (asOf !== undefined && asOfIndex !== undefined) {
    const fix = { zh: 'asOf 与 asOfIndex 只能给出其一。', en: 'Send asOf or asOfIndex, not both.' };
    throw Problem.invalid([{ in: 'query', pointer: '/asOfIndex', rule: 'one-of-two', fix }]);
  }
}

const beyond = (index: number | undefined): Problem =>
  Problem.invalid([
    {
      in: 'query', pointer: '/asOfIndex', rule: 'maximum',
      fix: { zh: `日志尚无此序号，现有最大序号为 ${index ?? '无'}。`, en: `The log does not reach that index; its last is ${index ?? 'none'}.` },
    },
  ]);

/**
 * The prefix of the log that is asked for, once `names` are projected to its end: the same question has the same answer for ever, whatever is written
 * later. Undefined where the prefix holds no event. Rejects with 503 where the projections are too far behind to tell.
 */
export async function prefixOf(sources: Sources, asked: AskedPrefix, names: readonly AuditProjectionName[]): Promise<LogPlace | undefined> {
  checkAsked(asked);
  const exact = asked.asOf !== undefined || asked.asOfIndex !== undefined;
  const head = await sources.store.head();
  if (head === undefined) return asked.asOfIndex === undefined ? undefined : Promise.reject(beyond(undefined));
  const got = await waitUntilReached(sources, [...new Set<AuditProjectionName>(['audit-log', ...names])], head, exact ? EXACT_MS : FRESH_MS);
  if (got === undefined) throw notReady();
  const behind = got < head;
  return sources.read('audit-log', (db) => {
    const known = lastPlaceUpTo(db, got);
    if (!exact) return known;
    const { asOf, asOfIndex } = asked;
    if (asOfIndex !== undefined && (known === undefined || asOfIndex > known.index)) throw behind ? notReady() : beyond(known?.index);
    if (asOf !== undefined && behind && (known === undefined || asOf >= known.recordedAt)) throw notReady();
    return asOfIndex === undefined ? lastPlaceBy(db, epochOf(asOf ?? '')) : placeAtIndex(db, asOfIndex);
  });
}
