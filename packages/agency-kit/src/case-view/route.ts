import { caseView } from '@guitu/contracts';
import { approvalsOf, isHiddenFrom, safeguardsOf, standing } from '@guitu/referral';
import type { Register } from '@guitu/referral';
import { Problem, allAgencies, answerOf, caseParams, discloseEvents, maskPlaces, queryRoute, recordDisclosure, revisionTag } from '@guitu/service-kit';
import type { CaseHistory, CaseReader, Caller, Route } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import { fullView, ownReferralsView } from './view.js';

export interface CaseViewOptions {
  readonly cases: CaseReader;
  readonly vault: Pick<Vault, 'open'>;
  readonly register: Register;
  readonly roles?: Route['roles'];
}

/** One case, read by folding its stream: current after a POST, and its ETag is the stream's revision. */
export function caseViewRoute({ cases, vault, register, roles = allAgencies }: CaseViewOptions): Route {
  return queryRoute({
    path: '/cases/:caseId',
    operationId: 'case-view',
    tag: 'cases',
    summary: { zh: '查看个案', en: 'View a case' },
    roles,
    request: { params: caseParams },
    responses: { 200: { description: { zh: '个案', en: 'The case, as far as the caller may see it' }, schema: caseView } },
    handler: async (context) => {
      const { params, caller, now: milliseconds } = context;
      const { events, state } = await openCase(cases, register, params.caseId, caller, milliseconds);
      const now = new Date(milliseconds).toISOString();
      const { organisation } = caller;
      const etag = revisionTag(state.revision);
      const hidden = isHiddenFrom(state, organisation);
      // Whatever is added to a view: of a hidden person it names nobody but the caller.
      const masked = <T>(view: T): T => (hidden ? maskPlaces(view, register, organisation) : view);
      if (standing(state, organisation, register, now) === 'own-referrals') return { body: masked(ownReferralsView(state, organisation)), etag };
      const look = { viewer: caller, purpose: 'case-work', present: state, register, now } as const;
      const levels = new Map(events.map((event) => [event.id, recordDisclosure(event, look).level]));
      const shown = events.filter(({ id }) => levels.get(id) !== 'none');
      const disclosed = await discloseEvents(vault, shown, look, answerOf(context));
      const { events: told = [], ...rest } = fullView(state, shown, disclosed, { organisation, safeguards: safeguardsOf(state, caller, now), approvals: approvalsOf(state, caller, now) });
      return { body: { ...masked(rest), events: told.map((event) => (levels.get(event.id) === 'masked' ? masked(event) : event)) }, etag };
    },
  });
}

/** Loads a case for a caller who takes part in it; anybody else gets the answer for a case that does not exist. */
export async function openCase(cases: CaseReader, register: Register, caseId: string, caller: Caller, now: number): Promise<CaseHistory> {
  const history = await cases(caseId);
  if (standing(history.state, caller.organisation, register, new Date(now).toISOString()) === 'none') throw Problem.of('case-not-found');
  return history;
}
