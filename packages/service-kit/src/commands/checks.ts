import { isLocalDate, localDateOf } from '@guitu/contracts';
import { standing } from '@guitu/referral';
import type { Register } from '@guitu/referral';
import { matches, revisionTag } from '../http/etag.js';
import { Problem } from '../problems/index.js';
import type { FieldError } from '../problems/index.js';
import type { Loaded } from './load.js';
import type { Order } from './order.js';

const notInFuture = (pointer: string): FieldError => ({
  in: 'body',
  pointer,
  rule: 'not-in-future',
  fix: { zh: '不得晚于当前业务时间。', en: 'Must not lie after the present.' },
});

// Members that tell of the past; others (expected, planned, due, until) may lie ahead.
const past: ReadonlySet<string> = new Set(['diedAt', 'deliveredAt', 'lastSeenAt', 'discoveredAt']);

function laterThanNow(value: unknown, now: string, pointer: string, found: FieldError[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'birthDate' && typeof member === 'string' && isLocalDate(member) && member > localDateOf(now)) found.push(notInFuture(`${pointer}/birthDate`));
    else if (past.has(name) && typeof member === 'string' && member > now) found.push(notInFuture(`${pointer}/${name}`));
    else if (typeof member === 'object') laterThanNow(member, now, `${pointer}/${/^[A-Za-z0-9-]{1,40}$/u.test(name) ? name : '-'}`, found);
  }
}

/** 422 for what cannot have happened yet. Goes by the business clock of the request, never by the case, so it tells nothing about one. */
export function checkDates({ body, now, occurredAt }: Order): void {
  const errors: FieldError[] = [];
  if (occurredAt > now) errors.push(notInFuture('/occurredAt'));
  laterThanNow(body, now, '', errors);
  if (errors.length > 0) throw Problem.invalid(errors);
}

/** 404 for a case that the caller takes no part in: the same answer as for one that does not exist. */
export function checkVisible({ opens, actor, now }: Order, { state }: Loaded, register: Register): void {
  if (!opens && standing(state, actor.organisation, register, now) === 'none') throw Problem.of('case-not-found');
}

/** 412. The tag is that of the case, whichever stream the command writes to. */
export function checkRevision({ context }: Order, { state }: Loaded): void {
  if (!matches(context.ifMatch, revisionTag(state.revision))) throw Problem.of('revision-mismatch', { headers: { ETag: revisionTag(state.revision) } });
}
