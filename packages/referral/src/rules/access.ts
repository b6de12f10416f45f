import type { Actor, Recorded } from '@guitu/contracts';
import { takesPart } from '../participation.js';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState } from '../state.js';
import type { RuleContext, Rules } from './rule.js';
import { firstOf, unless } from './rule.js';
import { heldBy, lastResponsible } from './standing.js';

const HOURS_24 = 86_400_000;

const named = ({ user }: Actor): Refusal | undefined => unless(user !== undefined, 'user-needed');
/** Four eyes: whoever says that somebody may look is somebody else. */
const another = (actor: Actor, organisation: string, user: string | undefined): Refusal | undefined => unless(actor.organisation !== organisation || actor.user !== user, 'second-person-needed');

function mayLook(state: CaseState, organisation: string, { register }: RuleContext): boolean {
  const responsible = lastResponsible(state);
  return takesPart(state, organisation) || register.roleOf(organisation) === 'audit' || (responsible !== undefined && register.supervises(organisation, responsible));
}

/** Who opened the case, has the person or answers for them decides about others; so do the offices above. */
function decidesForOthers(state: CaseState, organisation: string, { register }: RuleContext): boolean {
  const responsible = lastResponsible(state);
  return state.opened?.organisation === organisation || heldBy(state) === organisation || responsible === organisation || (responsible !== undefined && register.supervises(organisation, responsible));
}

function mayApprove(state: CaseState, { actor, data: { organisation, user } }: Recorded<'access-approved'>, context: RuleContext): Refusal | undefined {
  if (organisation === actor.organisation) return user === undefined ? { ...refuse('worker-to-name'), pointers: ['/user'] } : another(actor, organisation, user);
  return firstOf(
    unless(context.register.roleOf(organisation) !== undefined, 'unknown-organisation'),
    unless(mayLook(state, organisation, context), 'not-taking-part'),
    unless(decidesForOthers(state, actor.organisation, context), 'not-yours'),
  );
}

/** Who may look at a record that takes an approval. None of it moves anybody, and all of it may come after a closing: a file is read for longer than a case is open. */
export const accessRules: Rules<'worker-assigned' | 'access-approved' | 'access-broken-glass' | 'access-reviewed'> = {
  'worker-assigned': {
    afterClose: true,
    check: (_state, { actor, data: { user } }) => firstOf(named(actor), another(actor, actor.organisation, user)),
    apply: (state, { actor, data: { user } }) => {
      state.workers[actor.organisation] = user;
    },
  },
  'access-approved': {
    afterClose: true,
    check: (state, event, context) => firstOf(named(event.actor), mayApprove(state, event, context)),
    apply: (state, { id, data: { organisation, user, until } }) => {
      state.approvedAccess[id] = { organisation, user, until };
    },
  },
  // Nothing else may stand in its way: it must work at two in the morning.
  'access-broken-glass': {
    afterClose: true,
    check: (_state, { actor }) => named(actor),
    apply: (state, { actor: { organisation, user = '' }, occurredAt: at, time, data: { accessId: id, ground } }) => {
      // From the recording on: what is said to have happened earlier is not over before it begins.
      const until = new Date(Date.parse(time) + HOURS_24).toISOString();
      state.brokenGlass[id] = { id, organisation, user, ground, at, until, responsible: lastResponsible(state) };
    },
  },
  'access-reviewed': {
    afterClose: true,
    check: (state, { actor, data: { accessId } }) => {
      const access = state.brokenGlass[accessId];
      // An office that broke the glass is judged by another one, however many people it has: names are what its own client says.
      return firstOf(named(actor), unless(access !== undefined, 'no-such-thing'), unless(access?.review === undefined, 'already-done'), unless(access?.organisation !== actor.organisation, 'second-person-needed'));
    },
    apply: (state, { actor, occurredAt: at, data: { accessId, outcome } }) => {
      const access = state.brokenGlass[accessId];
      if (access !== undefined) state.brokenGlass[accessId] = { ...access, review: { by: actor.organisation, outcome, at } };
    },
  },
};
