import { decodeEvent, registerSchema } from '@guitu/contracts';
import type { AnyEvent, EventName, RegisterData } from '@guitu/contracts';
import type { ProjectionDefinition } from '@guitu/event-bus';
import { ForbiddenEvent, applyEvent, createRegister, emptyCase, foldCase, forbidden, forbiddenBeside, needsHistory } from '@guitu/referral';
import { caseSchema, keptCases } from './case-rows.js';
import { linkSchema, saveLink } from './links.js';

export interface AuditProjectionOptions {
  /** The organisation register; plain data, because it crosses to the projection's thread. */
  readonly register: RegisterData;
}

export interface AuditedEvent {
  readonly position: string;
  readonly event: AnyEvent;
}

const listing: ReadonlySet<string> = new Set(['handed-over', 'handover-confirmed', 'access-broken-glass', 'access-reviewed'] satisfies EventName[]);

/**
 * What audit knows of every case, every link, every handover that one side alone attests and every emergency access. Every event is checked against the rules again before it
 * is applied; one that they forbid, or of a type that this build does not know, parks its stream, and `/findings` lists it.
 */
export function auditProjection(options: AuditProjectionOptions): ProjectionDefinition<AuditedEvent> {
  let register = createRegister(registerSchema.parse(options.register));
  const cases = keptCases();
  return {
    name: 'audit',
    version: 5,
    categories: ['case', 'notes', 'care', 'person'],
    restMs: 100,
    schema: caseSchema + linkSchema,
    decode: ({ position, bytes }) => ({ position, event: decodeEvent(bytes) }),

    apply: (tx, { position, event }) => {
      if (event.category !== 'case') {
        const code = forbiddenBeside(event, (caseId) => cases.get(tx, caseId)?.state, register);
        if (code !== undefined) throw new ForbiddenEvent(event, code);
        return saveLink(tx, event, position);
      }
      const kept = cases.get(tx, event.subject) ?? { state: emptyCase(event.subject), opening: { position, occurredAt: event.occurredAt } };
      const code = forbidden(kept.state, event, [], register);
      if (code !== undefined) throw new ForbiddenEvent(event, code);
      applyEvent(kept.state, event);
      if (listing.has(event.name)) kept.listsChanged = true;
      cases.put(tx, event.subject, kept);
    },

    reconfigure: (next) => {
      register = createRegister(registerSchema.parse((next as AuditProjectionOptions).register));
    },

    replacesOn: ({ event }) => needsHistory(event),

    // The events before the last one were checked when they came; only the one that asked for the replacement is new.
    replace: (tx, stream, events) => {
      const all = events.map(({ event }) => event);
      const [first, last] = [events[0], all.at(-1)];
      if (first === undefined || last === undefined) return;
      const before = all.slice(0, -1);
      const code = forbidden(foldCase(before), last, before, register);
      if (code !== undefined) throw new ForbiddenEvent(last, code);
      cases.put(tx, stream.slice('case-'.length), { state: foldCase(all), opening: { position: first.position, occurredAt: first.event.occurredAt }, listsChanged: true });
    },

    flush: (tx) => cases.flush(tx),
    forget: (tx) => cases.forget(tx),
  };
}
