import { careStream, notesStream } from '@guitu/contracts';
import type { Viewer } from '@guitu/referral';
import { discloseEvents } from '@guitu/service-kit';
import type { Answer } from '@guitu/vault';
import type { LogPlace } from '../log/log-index.js';
import type { Sources } from '../sources.js';
import type { FoldedCase, PlacedEvent } from './case-fold.js';
import { foldCaseUpTo, readPrefix } from './case-fold.js';

const entryOf = ({ event, stream, place, forbidden, voided }: PlacedEvent) => ({
  index: place.index,
  recordedAt: place.recordedAt,
  occurredAt: event.occurredAt,
  stream,
  revision: event.revision,
  eventId: event.id,
  name: event.name,
  actor: event.actor,
  onBehalfOf: event.onBehalfOf,
  causationId: event.causationId,
  data: event.data,
  ...(voided ? { voided: true } : {}),
  ...(forbidden === undefined ? {} : { forbidden }),
});

/** Facts beside the case stream: notes, follow-ups, and the daily care of its placements. No decision reads them, so nothing is folded. */
async function beside(sources: Pick<Sources, 'store' | 'read'>, { state }: FoldedCase, prefix: LogPlace): Promise<readonly PlacedEvent[]> {
  const streams = [notesStream(state.caseId), ...Object.keys(state.placements).map(careStream)];
  const read = await Promise.all(streams.map(async (stream) => (await readPrefix(sources, stream, prefix)).map(({ event, place }): PlacedEvent => ({ event, stream, place, voided: false }))));
  return read.flat();
}

/** An auditor who looks, at this moment of the business clock, and for which answer. */
export interface AuditLook {
  readonly viewer: Viewer;
  readonly now: string;
  readonly answer: Answer;
}

/** Everything recorded of a case in the prefix, in log order, with what an auditor may read of it. Undefined where the prefix has nothing of the case. */
export async function caseHistory(sources: Sources, caseId: string, prefix: LogPlace, { viewer, now, answer }: AuditLook) {
  const folded = await foldCaseUpTo(sources, caseId, prefix);
  if (folded === undefined) return undefined;
  const events = [...folded.events, ...(await beside(sources, folded, prefix))].sort((one, other) => one.place.index - other.place.index);
  const disclosed = await discloseEvents(sources.vault, events.map(({ event }) => event), { viewer, purpose: 'audit', present: folded.present, register: sources.register, now }, answer);
  return { folded, entries: events.map((event, index) => ({ ...entryOf(event), ...disclosed[index] })) };
}
