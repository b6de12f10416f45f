import type { Custodian } from '@guitu/referral';
import { prepared } from '@guitu/event-bus';
import { maskPlaces } from '@guitu/service-kit';
import { linkedPersons } from '../cases/links.js';
import type { LogPlace } from '../log/log-index.js';
import type { Sources } from '../sources.js';
import type { FoldedCase } from './case-fold.js';
import { foldCaseUpTo } from './case-fold.js';
import { intervalsOf, numberOf } from './case-view.js';
import { custodyOverlaps, gapsBetween } from './overlaps.js';
import { handoversOf } from './signatures.js';

const byFrom = (one: { readonly from: string }, other: { readonly from: string }): number => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0);
const organisationOf = (custodian: Custodian | undefined): readonly string[] => (custodian?.kind === 'organisation' ? [custodian.organisation] : []);

function spanOf({ state }: FoldedCase, at: string | undefined): readonly { readonly from: string; readonly to?: string }[] {
  const from = state.opened?.at;
  const closed = state.closed?.at;
  if (from === undefined || (at !== undefined && from > at)) return [];
  return [{ from, ...(closed === undefined || (at !== undefined && closed > at) ? {} : { to: closed }) }];
}

/**
 * One person over all linked cases and agencies, as the prefix knows it: the links that stood then, the cases that were open or closed then, custody
 * and responsibility as intervals bounded by when things happened. Undefined where the prefix has no case of the person.
 */
export async function personTimeline(sources: Sources, personId: string, prefix: LogPlace, at: string | undefined) {
  const { persons, links, caseIds } = sources.read('audit', (db) => {
    const linked = linkedPersons(db, personId, prefix.position);
    const casesOf = prepared<[string, string], { readonly case_id: string }>(db, 'select case_id from cases where person_id = ? and opened_position <= ? order by opened_position');
    return { ...linked, caseIds: linked.persons.flatMap((person) => casesOf.all(person, prefix.position).map(({ case_id }) => case_id)) };
  });
  const folded = (await Promise.all(caseIds.map((caseId) => foldCaseUpTo(sources, caseId, prefix)))).filter((one) => one !== undefined);
  if (folded.length === 0) return undefined;

  const cut = folded.map((one) => ({ caseId: one.state.caseId, ...intervalsOf(one.state, at) }));
  const custody = cut.flatMap(({ caseId, custody: stays }) => stays.map((stay) => ({ caseId, ...stay }))).sort(byFrom);
  const responsibility = cut.flatMap(({ caseId, responsibility: spans }) => spans.map((span) => ({ caseId, ...span }))).sort(byFrom);
  const handovers = folded.flatMap(handoversOf).sort((one, other) => (one.since < other.since ? -1 : 1));
  const names = new Set([
    ...folded.flatMap(({ state }) => (state.opened === undefined ? [] : [state.opened.organisation])),
    ...custody.flatMap(({ custodian }) => organisationOf(custodian)),
    ...responsibility.map(({ organisation }) => organisation),
    ...handovers.flatMap(({ giver, to }) => [...organisationOf(giver), ...(to.kind === 'organisation' ? [to.organisation] : [])]),
  ]);
  const timeline = {
    personId,
    persons,
    links: links.map(({ link_id, a, b, case_a, case_b, by_organisation, linked_at }) => ({ linkId: link_id, a, b, caseA: case_a, caseB: case_b, by: by_organisation, at: linked_at })),
    asOf: prefix,
    ...(at === undefined ? {} : { at }),
    cases: folded.map((one, index) => {
      const { caseId, personId: person, opened, admitted, exit, closed } = one.state;
      return { caseId, caseNumber: numberOf(one), personId: person, opened, admitted, exit, closed, custodian: cut[index]?.custodian, responsible: cut[index]?.responsible };
    }),
    agencies: [...names].sort().map((organisation) => ({ organisation, role: sources.register.roleOf(organisation), name: sources.register.get(organisation)?.name })),
    custody,
    responsibility,
    handovers: at === undefined ? handovers : handovers.filter(({ since }) => since <= at),
    findings: custodyOverlaps(custody),
    gaps: gapsBetween(folded.flatMap((one) => spanOf(one, at))),
  };
  // One hidden case hides the agencies of all: together they tell the way.
  return folded.some(({ present }) => present.protectedSince !== undefined) ? { ...maskPlaces(timeline, sources.register), agencies: [] } : timeline;
}
