import { approvals, definitionOf, sealedClasses } from '@guitu/contracts';
import type { AnyEvent, SealedBlob, SealedParts } from '@guitu/contracts';
import { approvalsOf, isHiddenFrom, isUnder14, standing } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import { beginnings, caseEvents, child, clerk, everybody, freeAdult, idOf, roleOf, sampleRegister, Scenario, stepFor } from '@guitu/referral/testing';
import type { Beginning, CaseStory, Choice } from '@guitu/referral/testing';
import fc from 'fast-check';
import { explainEvents } from './explain.js';
import type { Look } from './look.js';

const blob: SealedBlob = { v: 1, alg: 'A256GCM', kid: 'p.x', nonce: '', ct: '' };
/** As if every field of a sealed class had been sent. */
function whole(event: AnyEvent): AnyEvent {
  const present = new Set(Object.values(definitionOf(event.name).fields).map(({ dataClass }) => dataClass));
  return { ...event, sealed: Object.fromEntries(sealedClasses.filter((dataClass) => present.has(dataClass)).map((dataClass) => [dataClass, blob])) as SealedParts };
}

const choice: fc.Arbitrary<Choice> = fc.noBias(fc.record({
  slot: fc.constant(0), group: fc.nat(1_000), item: fc.nat(1_000), stride: fc.constantFrom(1, 3, 7), noise: fc.constant(false), who: fc.constantFrom(...everybody), name: fc.constantFrom(...caseEvents),
}));

function played(story: CaseStory, other: CaseState, choices: readonly Choice[]): void {
  for (const chosen of choices) {
    const next = stepFor({ state: story.state, events: story.events, whom: story.whom, now: story.scenario.now, other }, chosen);
    const asked = next === undefined ? undefined : story.tries(next.who, next.name, next.body, { scopes: ['supervisor'] });
    if (asked?.decision.ok === true) story.records(asked);
  }
}

/** What every exit must keep to, asked of one viewer without the rules that made the answer; and whether anything would be opened at all. */
function lookOf(events: readonly AnyEvent[], look: Look): { readonly flaws: readonly string[]; readonly opens: boolean } {
  const { viewer, present, now } = look;
  const { organisation, role, user } = viewer;
  const audit = role === 'audit';
  const approved = approvalsOf(present, viewer, now).length > 0;
  const takesPart = audit || standing(present, organisation, sampleRegister, now) === 'full';
  let opens = false;
  const flaws = explainEvents(events, look).flatMap((classes, place) =>
    classes.flatMap(({ dataClass, level }): string[] => {
      if (dataClass === 'record' || level === 'none') return [];
      opens = true;
      const event = events[place];
      const what = `${organisation} (${user ?? 'nobody'}) sees ${dataClass} of ${event?.name ?? ''}`;
      const judges = event?.name === 'access-broken-glass' && role === 'civil-affairs';
      return [
        ...(takesPart ? [] : [`${what} and takes no part`]),
        ...(isUnder14(present) && !approved && !judges ? [`${what} of a child without an approval`] : []),
        ...(present.restrictedSince === undefined ? [] : [`${what} although processing is restricted`]),
        ...(isHiddenFrom(present, organisation) && event?.actor.organisation !== organisation && ['circumstances', 'contact', 'protected-location'].includes(dataClass) ? [`${what} and could learn the place`] : []),
        ...(audit && ['health', 'care', 'biometric-reference', 'protected-location'].includes(dataClass) ? [`${what}, an auditor`] : []),
        ...(dataClass === 'health' && level === 'full' && role !== 'hospital' ? [`${what} with the diagnosis`] : []),
        ...(dataClass === 'statistical' ? [`${what}, which is for counting`] : []),
      ];
    }),
  );
  return { flaws, opens };
}

/** Where the runs have been, so that they do not pass for want of anything that could go wrong. */
class Seen {
  children = 0;
  hidden = 0;
  restricted = 0;
  opened = 0;
  readonly approvals = new Set<string>();
  get everything(): boolean {
    return this.children > 5 && this.hidden > 0 && this.restricted > 0 && this.opened > 50 && this.approvals.size === approvals.length;
  }
}

function examine(story: CaseStory, seen: Seen): void {
  const present = story.state;
  if (present.opened === undefined) return;
  const { now } = story.scenario;
  seen.children += Number(isUnder14(present));
  seen.hidden += Number(present.protectedSince !== undefined);
  seen.restricted += Number(present.restrictedSince !== undefined);
  const events = story.events.map(whole);
  for (const who of everybody) {
    for (const user of [undefined, clerk, 'clerk-2', 'somebody else']) {
      const viewer = { organisation: idOf(who), role: roleOf(who), user };
      const { flaws, opens } = lookOf(events, { viewer, purpose: roleOf(who) === 'audit' ? 'audit' : 'case-work', present, register: sampleRegister, now });
      if (flaws.length > 0) throw new Error(flaws[0]);
      seen.opened += Number(opens);
      if (opens && isUnder14(present)) for (const approval of approvalsOf(present, viewer, now)) seen.approvals.add(approval);
    }
  }
}

function play(numRuns: number, seen: Seen): void {
  const begins = fc.constantFrom(...(Object.keys(beginnings) as Beginning[]));
  fc.assert(
    fc.property(begins, fc.constantFrom(child, child, freeAdult), fc.array(choice, { minLength: 10, maxLength: 40, size: 'max' }), (begin, whom, choices) => {
      const scenario = new Scenario();
      const [story, beside] = [scenario.case(whom), scenario.case(freeAdult)];
      beginnings[begin](story);
      played(story, beside.state, choices);
      examine(story, seen);
    }),
    { numRuns },
  );
}

test('in random cases nobody sees more than the table, the safeguards and the approvals allow, on whatever exit', () => {
  const seen = new Seen();
  play(process.env['GUITU_LONG'] === '1' ? 3_000 : 40, seen);
  for (let more = 0; more < 20 && !seen.everything; more += 1) play(20, seen);
  expect(seen).toMatchObject({ everything: true });
});

test('the office above a hidden person is shown that the glass was broken, without who did it, and nobody else beside is', () => {
  const story = new Scenario().case(freeAdult);
  beginnings['admitted at the station'](story);
  story.does('S', 'protection-set');
  story.does('S', 'access-broken-glass');
  const broken = whole(story.events.at(-1) as AnyEvent);
  const seenBy = (who: 'C' | 'CP' | 'OC' | 'S' | 'T1') =>
    explainEvents([broken], { viewer: { organisation: idOf(who), role: roleOf(who), user: clerk }, purpose: 'case-work', present: story.state, register: sampleRegister, now: story.scenario.now })[0]?.map(({ dataClass, level }) => `${dataClass}: ${level}`);
  expect([seenBy('C'), seenBy('CP')]).toEqual([['record: masked', 'circumstances: none'], ['record: masked', 'circumstances: none']]);
  expect([seenBy('S')?.[0], seenBy('OC'), seenBy('T1')]).toEqual(['record: full', ['record: none'], ['record: none']]);
});
