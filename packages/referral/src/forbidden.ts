import type { AnyEvent, EventDefinition } from '@guitu/contracts';
import { definitionOf } from '@guitu/contracts';
import { amendmentRefusal } from './decide.js';
import { illegal } from './fold.js';
import { takesPart } from './participation.js';
import type { Register } from './register.js';
import type { CaseState } from './state.js';

/** An event that stands in the log and that the rules forbid: never applied, its stream is parked, somebody is told (design section 4). */
export class ForbiddenEvent extends Error {
  override readonly name = 'ForbiddenEvent';
  constructor(
    event: Pick<AnyEvent, 'name' | 'revision'>,
    readonly code: string,
  ) {
    super(`${event.name} at revision ${event.revision} is forbidden: ${code}`);
  }
}

/** What a correction or a void may touch depends on the events before it, not on the state alone. */
export const needsHistory = ({ name }: Pick<AnyEvent, 'name'>): boolean => name === 'voided' || name === 'void-proposed' || name === 'corrected';

/** An organisation that speaks with a role which the register does not give it. One that the register does not know may have been in it once. */
function roleMismatch({ actor }: AnyEvent, register: Register): string | undefined {
  const role = register.roleOf(actor.organisation);
  return role !== undefined && role !== actor.role ? 'role-not-its-own' : undefined;
}

/**
 * The rule that an event of a case stream breaks, if it breaks one: the question that the append asked, asked again.
 * `history` is the stream before the event; only `needsHistory` events look at it. Three points are left to the word of the append: other cases that an
 * event names; the withdrawal of an offer by the responsible, because what a closing brings along stands before the closing; and what is refused only
 * since logs exist (`isCommand`).
 */
export function forbidden(state: CaseState, event: AnyEvent, history: readonly AnyEvent[], register: Register): string | undefined {
  const mismatch = roleMismatch(event, register);
  if (mismatch !== undefined) return mismatch;
  return (illegal(state, event, { register, closing: true }, history) ?? amendmentRefusal(history, state, event, { register }))?.code;
}

const mayEmit = (event: AnyEvent): boolean => {
  const definition: EventDefinition = definitionOf(event.name);
  return definition.by.some(({ roles }) => roles.includes(event.actor.role));
};

const wasResponsible = (state: CaseState | undefined, organisation: string): boolean => state?.responsibilityHistory.some((interval) => interval.organisation === organisation) ?? false;

/**
 * The same for the streams beside a case (notes, care, persons). A stream that was parked and released is applied late, so what is asked is whether the
 * organisation ever had the standing, not whether it has it at this moment: otherwise the outcome would depend on when an operator pressed a key.
 */
export function forbiddenBeside(event: AnyEvent, caseOf: (caseId: string) => CaseState | undefined, register: Register): string | undefined {
  const mismatch = roleMismatch(event, register) ?? (mayEmit(event) ? undefined : 'not-yours');
  if (mismatch !== undefined) return mismatch;
  const { organisation } = event.actor;
  switch (event.name) {
    case 'linked':
    case 'unlinked': {
      const { a, b, caseA, caseB } = event.data;
      const [one, other] = [caseOf(caseA), caseOf(caseB)];
      if (one?.personId !== a || other?.personId !== b || a >= b) return 'link-order';
      return wasResponsible(one, organisation) || wasResponsible(other, organisation) ? undefined : 'not-yours';
    }
    case 'erased':
      return undefined;
    default: {
      const state = caseOf(event.name === 'identity-claimed' ? event.data.caseId : event.subject);
      return state !== undefined && (takesPart(state, organisation) || state.addressed[organisation] !== undefined) ? undefined : 'not-yours';
    }
  }
}
