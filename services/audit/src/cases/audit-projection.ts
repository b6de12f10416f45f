import { decodeEvent, registerSchema } from '@guitu/contracts';
import type { AnyEvent, RegisterData } from '@guitu/contracts';
import type { ProjectionDefinition } from '@guitu/event-bus';
import { prepared } from '@guitu/event-bus';
import { applyEvent, createRegister, emptyCase, foldCase } from '@guitu/referral';
import { addCase, caseSchema, loadCase, saveCase, saveOneSided } from './case-rows.js';
import { ForbiddenEvent, forbidden, forbiddenBeside, needsHistory } from '@guitu/referral';
import { linkSchema, saveLink } from './links.js';

export interface AuditProjectionOptions {
  /** The organisation register; plain data, because it crosses to the projection's thread. */
  readonly register: RegisterData;
}

export interface AuditedEvent {
  readonly position: string;
  readonly event: AnyEvent;
}

const touchesOneSided = ({ name }: AnyEvent): boolean => name === 'handed-over' || name === 'handover-confirmed';

/**
 * What audit knows of every case, every link, and every handover that one side alone attests. Every event is checked against the rules again before it
 * is applied; one that they forbid, or of a type that this build does not know, parks its stream, and `/findings` lists it.
 */
export function auditProjection(options: AuditProjectionOptions): ProjectionDefinition<AuditedEvent> {
  const register = createRegister(registerSchema.parse(options.register));
  return {
    name: 'audit',
    version: 1,
    categories: ['case', 'notes', 'care', 'person'],
    schema: caseSchema + linkSchema,
    decode: ({ position, bytes }) => ({ position, event: decodeEvent(bytes) }),

    apply: (tx, { position, event }) => {
      if (event.category !== 'case') {
        const code = forbiddenBeside(event, (caseId) => loadCase(tx, caseId), register);
        if (code !== undefined) throw new ForbiddenEvent(event, code);
        return saveLink(tx, event, position);
      }
      const known = loadCase(tx, event.subject);
      const state = known ?? emptyCase(event.subject);
      const code = forbidden(state, event, [], register);
      if (code !== undefined) throw new ForbiddenEvent(event, code);
      applyEvent(state, event);
      if (known === undefined) addCase(tx, state, { position, occurredAt: event.occurredAt });
      else saveCase(tx, state);
      if (touchesOneSided(event)) saveOneSided(tx, state);
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
      const state = foldCase(all);
      prepared(tx, 'delete from cases where case_id = ?').run(stream.slice('case-'.length));
      addCase(tx, state, { position: first.position, occurredAt: first.event.occurredAt });
      saveOneSided(tx, state);
    },
  };
}
