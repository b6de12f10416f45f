import type { AnyEvent } from '@guitu/contracts';
import { isHiddenFrom, standing } from '@guitu/referral';
import type { Register } from '@guitu/referral';
import { Problem, allAgencies, caseParams, queryRoute, revisionTag } from '@guitu/service-kit';
import type { CaseHistory, CaseReader, Caller, Route } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import { discloseEvents } from './disclose.js';
import { caseView, fullView, ownReferralsView } from './view.js';

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
    handler: async ({ params, caller, now }) => {
      const { events, state } = await openCase(cases, register, params.caseId, caller, now);
      const etag = revisionTag(state.revision);
      const hidden = isHiddenFrom(state, caller.organisation);
      if (standing(state, caller.organisation, register, new Date(now).toISOString()) === 'own-referrals') return { body: ownReferralsView(state, caller.organisation, hidden), etag };
      const shown = hidden ? events.flatMap((event) => shownToOutsider(event, caller.organisation)) : events;
      const disclosed = await discloseEvents(shown, state, caller, register, vault);
      return { body: fullView(state, shown, disclosed, caller.organisation, hidden), etag };
    },
  });
}

/**
 * Under protection, what an organisation that must not learn the place still needs: what it recorded itself, and what was asked of it, without who asked and without the text that
 * may name a place. Nothing else is opened.
 */
function shownToOutsider(event: AnyEvent, organisation: string): readonly AnyEvent[] {
  if (event.actor.organisation === organisation) return [event];
  const data = event.data as Readonly<Record<string, unknown>>;
  if (data['to'] !== organisation) return [];
  const { circumstances: _circumstances, contact: _contact, 'protected-location': _place, ...sealed } = event.sealed;
  const { directedBy: _directedBy, ...kept } = data;
  return [{ ...event, actor: { ...event.actor, organisation: 'safe-care', division: '', user: undefined }, data: kept, sealed } as unknown as AnyEvent];
}

/** Loads a case for a caller who takes part in it; anybody else gets the answer for a case that does not exist. */
export async function openCase(cases: CaseReader, register: Register, caseId: string, caller: Caller, now: number): Promise<CaseHistory> {
  const history = await cases(caseId);
  if (standing(history.state, caller.organisation, register, new Date(now).toISOString()) === 'none') throw Problem.of('case-not-found');
  return history;
}
