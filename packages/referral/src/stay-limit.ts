import { rulesInForce, stayClock } from './clocks/index.js';
import { heldBy, isSpecial } from './rules/index.js';
import type { CaseState } from './state.js';

/**
 * When the normal stay of somebody who may leave ends (T03): ten days in the station's custody, by the rule in force at admission. Days in hospital or with a care partner
 * do not count, and the clock runs only while the station has the person; an extension that was filed goes before it.
 */
export function stayLimit(state: CaseState): { readonly since: string; readonly dueAt: string } | undefined {
  const { admitted } = state;
  if (admitted === undefined || heldBy(state) !== admitted.station || isSpecial(state)) return undefined;
  const rule = rulesInForce(admitted.at).find(({ ruleId }) => ruleId === 'T03');
  const spans = state.custodyHistory.flatMap(({ custodian, from, to }) => {
    const inStation = custodian.kind === 'organisation' && custodian.organisation === admitted.station && (to === undefined || to > admitted.at);
    return inStation ? [{ from: from < admitted.at ? admitted.at : from, ...(to === undefined ? {} : { to }) }] : [];
  });
  const since = spans.at(-1)?.from;
  if (rule === undefined || since === undefined) return undefined;
  const { dueAt } = stayClock(rule, spans, since);
  const extended = state.stayExtendedUntil;
  return dueAt === undefined ? undefined : { since, dueAt: extended !== undefined && extended > dueAt ? extended : dueAt };
}
