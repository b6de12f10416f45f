import type { AnyEvent, EventName, Recorded } from '@guitu/contracts';
import { definitionOf, eventNames, exitMode } from '@guitu/contracts';
import fc from 'fast-check';
import { applyEvent, evolve, foldCase, illegal, voidedEvents } from './fold.js';
import { heldBy, isCaseEvent, isSpecial } from './rules/index.js';
import { custodianKind } from './rules/rule.js';
import type { CaseState } from './state.js';
import { emptyCase } from './state.js';
import { nextSteps } from './testing/guide.js';
import type { Step } from './testing/guide.js';
import { admittedAtBedside, admittedAtStation, atRelay, broughtToOrigin, child, everybody, flawsOf, freeAdult, idOf, impairedAdult, onTheWayHome, placed, placeOf, roleOf, sampleRegister, Scenario, whoIs } from './testing/index.js';
import type { CaseStory, Who, Whom } from './testing/index.js';

const runs = process.env['GUITU_LONG'] === '1' ? 20_000 : 300;
const caseEvents = eventNames.filter(isCaseEvent);
const accepted = new Map<EventName, number>();
const refused = new Set<string>();

/** Where a run may set out from, so that it gets deep. */
const beginnings = {
  nowhere: () => undefined,
  'admitted at the station': admittedAtStation,
  'admitted at the bedside': admittedAtBedside,
  placed: (story: CaseStory) => placed(story),
  'on the way home': (story: CaseStory) => onTheWayHome(story),
  'with the office of origin': (story: CaseStory) => broughtToOrigin(story),
  'with the station of origin': (story: CaseStory) => broughtToOrigin(story, 'S2'),
  'at a relay station': atRelay,
} as const;
const beginning = fc.constantFrom(...(Object.keys(beginnings) as (keyof typeof beginnings)[]));

/** Three cases about as many reports, and what the test knows of each beside its events. */
class World {
  readonly scenario = new Scenario();
  readonly stories: readonly CaseStory[];
  readonly folded: CaseState[];
  constructor(begin: keyof typeof beginnings, second: keyof typeof beginnings, whom: Whom) {
    this.stories = [this.scenario.case(whom), this.scenario.case(freeAdult), this.scenario.case(impairedAdult)];
    for (const [slot, beginning] of [begin, second].entries()) {
      const story = this.stories[slot];
      if (story !== undefined) beginnings[beginning](story);
    }
    this.folded = this.stories.map((story) => story.state);
    for (const { name } of this.stories.flatMap(({ events }) => events)) accepted.set(name, (accepted.get(name) ?? 0) + 1);
  }
  state(slot: number): CaseState {
    return this.folded[slot] ?? emptyCase('');
  }
}

interface Choice {
  readonly slot: number;
  /** Which sensible step; noise where it says so. */
  readonly group: number;
  readonly item: number;
  readonly stride: number;
  readonly noise: boolean;
  readonly who: Who;
  readonly name: EventName;
}
// Unbiased: small numbers are no simpler here, and would only make runs alike.
const choice: fc.Arbitrary<Choice> = fc.noBias(fc.record({
  slot: fc.constantFrom(0, 0, 0, 0, 1, 1, 2),
  group: fc.nat(1_000),
  item: fc.nat(1_000),
  stride: fc.constantFrom(1, 3, 7),
  noise: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  who: fc.constantFrom(...everybody),
  name: fc.constantFrom(...caseEvents),
}));

const at = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];

/** Any id that the case knows, so that noise refers to something. */
function anyReference(state: CaseState, item: number): Record<string, unknown> {
  const pick = (known: object): string | undefined => at(Object.keys(known), item);
  return {
    referralId: pick(state.referrals), handoverId: pick(state.handovers), escortId: pick(state.escorts), checkId: pick(state.requests), requestId: pick(state.requests),
    noticeId: pick(state.notices), applicationId: pick(state.applications), escalationId: pick(state.escalations), placementId: pick(state.placements), listId: pick(state.belongings),
  };
}

/** Nonsense in the right words: any event by anybody, naming whatever the case knows. */
function nonsense(state: CaseState, { who, name, item }: Choice): Step {
  const fields = new Set(Object.keys(definitionOf(name).fields));
  const to = name === 'handed-over' ? { kind: 'organisation', organisation: idOf(who) } : idOf(at(everybody, item) ?? 'S');
  const said = { to, purpose: at(['medical', 'admission', 'placement', 'return'], item), attestation: at(['two-sided', 'receiver-only', 'giver-only'], item), code: at(exitMode.values, item), ...anyReference(state, item) };
  return { who, name, body: Object.fromEntries(Object.entries(said).filter(([key, value]) => fields.has(key) && value !== undefined && (key !== 'code' || name === 'exit-completed'))) };
}

/** Steps that look at the history or at another case. */
function amendments(world: World, slot: number, { item }: Choice): readonly Step[] {
  const story = at(world.stories, slot);
  const target = story === undefined ? undefined : at(story.events.slice(-6), item);
  const other = world.state((slot + 1 + (item % 2)) % 3).caseId;
  if (target === undefined || other === '') return [];
  const emitter = whoIs(target.actor.organisation) as Who;
  const parties = ['P', 'S', 'H', 'S2'] as const;
  const state = world.state(slot);
  return [
    { who: emitter, name: 'voided', body: { target: target.id } },
    { who: emitter, name: 'corrected', body: { target: target.id } },
    { who: emitter, name: 'void-proposed', body: { target: target.id } },
    ...Object.keys(state.voidProposals).flatMap((id) => parties.map((who): Step => ({ who, name: 'voided', body: { target: id } }))),
    ...parties.flatMap((who): Step[] => [
      { who, name: 'duplicate-accepted', body: { of: other } },
      { who, name: 'duplicate-declared', body: { survivor: other } },
      { who, name: 'companions-linked', body: { cases: [other] } },
      { who, name: 'case-closed', body: { code: 'duplicate', ...(state.duplicateOf === undefined ? {} : { survivor: state.duplicateOf }) } },
    ]),
    ...(state.closed === undefined ? [] : [{ who: 'D', name: 'restricted', body: { ground: '个人信息保护法第四十七条' } } as const]),
  ];
}

/** Steps to try in turn until one is accepted: silly ones once, sensible ones a few times, because some of each group do not fit the state. */
function stepsOf(world: World, chosen: Choice): readonly Step[] {
  const state = world.state(chosen.slot);
  const group = at([...nextSteps(state), ...(state.opened === undefined ? [] : [amendments(world, chosen.slot, chosen)])].filter(({ length }) => length > 0), chosen.group) ?? [];
  const tried = [0, 1, 2, 3, 4].flatMap((more) => at(group, chosen.item + more * chosen.stride) ?? []);
  if (!chosen.noise || state.opened === undefined) return tried;
  return [nonsense(state, chosen), ...tried.slice(0, 1).map((step) => ({ ...step, who: chosen.who }))];
}

/** What the law forbids, read off the events and the state before them, without the rules. */
function unlawfulExit(event: Recorded<'exit-completed'>, before: CaseState, history: readonly AnyEvent[]): string | undefined {
  const { code } = event.data;
  const custodian = before.custody?.custodian;
  const alone = code === '5.2' || code === '5.4' || (code === '5.3' && custodian?.kind !== 'kin' && custodian?.kind !== 'unit');
  if (alone && before.assessment?.maySelfLeave !== true) return 'a person who may not leave alone was let go alone';
  if (alone && custodian?.kind === 'organisation' && custodian.role === 'hospital' && !history.some(({ name }) => name === 'discharged')) return 'out of a hospital without a discharge';
  if (code === '5.5' && custodian?.kind !== 'unlocated') return 'left, but not gone';
  if (code === '5.5' && before.assessment?.maySelfLeave !== true && !history.some(({ name }) => name === 'police-reported')) return 'missing, and the police were not told';
  if (code === '5.8' && !history.some(({ name }) => name === 'death-recorded')) return 'a death that nobody recorded';
  return undefined;
}

/** Domain 8A 5: a free adult says so and is free; or goes without a word. Tried on the side, then taken back. */
function cannotLeave(story: CaseStory): string | undefined {
  const { events } = story;
  const state = story.state;
  const holding = heldBy(state);
  if (holding === undefined || isSpecial(state)) return undefined;
  const holder = whoIs(holding) as Who;
  const length = events.length;
  try {
    story.does(holder, 'left-without-formalities', {}, undefined, { anywhere: true });
    if (custodianKind(story.state) !== 'unlocated') return 'left and is still held';
    events.length = length;
    story.does(holder, 'self-leave-declared', {}, undefined, { anywhere: true });
    const declared = story.state;
    if (custodianKind(declared) === 'organisation') {
      if (roleOf(holder) === 'hospital' && declared.hospitalStay?.dischargedAt === undefined) story.does(holder, 'discharged', {}, undefined, { anywhere: true });
      story.does(whoIs(declared.admitted?.station ?? '') as Who, 'exit-completed', { code: '5.3' }, undefined, { anywhere: true });
    }
    return custodianKind(story.state) === 'self' ? undefined : 'declared, and is still held';
  } catch (error) {
    return `a free adult cannot leave: ${String(error)}`;
  } finally {
    events.length = length;
  }
}

/** Every event passes again in its place, as for a projection or an auditor who has only the log. */
function illegalOnReplay(events: readonly AnyEvent[]): string | undefined {
  const closings = new Set(events.filter(({ name }) => name === 'case-closed').map(({ causationId }) => causationId));
  let state = emptyCase('');
  for (const [index, event] of events.entries()) {
    const history = events.slice(0, index);
    const refusal = illegal(state, event, { register: sampleRegister, closing: closings.has(event.causationId) }, history);
    if (refusal !== undefined) return `${event.name}: ${refusal.code}`;
    if (event.name === 'voided') state = foldCase(events.slice(0, index + 1));
    else applyEvent(state, event);
  }
  return undefined;
}

class Take implements fc.Command<World, World> {
  #told = 'nothing yet';
  constructor(readonly chosen: Choice) {}
  check(): boolean {
    return true;
  }
  /** What was told belongs to one run; a shrunk run tells its own. */
  [fc.cloneMethod](): Take {
    return new Take(this.chosen);
  }
  toString(): string {
    return this.#told;
  }

  run(_model: World, world: World): void {
    const { slot } = this.chosen;
    const story = world.stories[slot];
    if (story === undefined) return;
    for (const step of stepsOf(world, this.chosen)) if (this.#takes(world, story, step)) return;
  }

  #takes(world: World, story: CaseStory, { who, name, body }: Step): boolean {
    const { slot, group } = this.chosen;
    const before = world.state(slot);
    this.#told = `case ${slot}: ${name}[${who}] ${JSON.stringify(body)} at ${before.opened === undefined ? 'nothing' : placeOf(before)}`;
    const asked = story.tries(who, name, body, { scopes: ['supervisor'] });
    if (asked === undefined) return false;
    if (!asked.decision.ok) {
      this.#told += ` refused: ${asked.decision.refusal.code}`;
      refused.add(asked.decision.refusal.code);
      return false;
    }
    const history = [...story.events];
    const frozen = JSON.stringify(before);
    story.records(asked);
    const events = asked.decision.events as readonly AnyEvent[];
    let state = before;
    for (const event of events) {
      accepted.set(event.name, (accepted.get(event.name) ?? 0) + 1);
      if (event.name === 'exit-completed') mustNot(unlawfulExit(event, before, history));
      state = evolve(state, event);
    }
    if (JSON.stringify(before) !== frozen) throw new Error('evolving changed the state that it was given');
    const folded = foldCase(story.events);
    // Only a void makes the past count differently.
    if (events.every((event) => event.name !== 'voided') && JSON.stringify(state) !== JSON.stringify(folded)) expect(state).toEqual(folded);
    world.folded[slot] = folded;
    mustNot(flawsOf(folded, sampleRegister).at(0));
    if (group % 4 === 0) mustNot(cannotLeave(story));
    return true;
  }
}

/** Throws what is wrong, if anything is; cheaper than an assertion library where it is asked a hundred thousand times. */
function mustNot(flaw: string | undefined): void {
  if (flaw !== undefined) throw new Error(flaw);
}

function atTheEnd(world: World): void {
  for (const story of world.stories) {
    if (story.events.length === 0) continue;
    mustNot(illegalOnReplay(story.events));
    mustNot(cannotLeave(story));
    expect(voidedEvents(story.events).has(story.events[0]?.id ?? '')).toBe(false);
  }
  const closedAs = world.folded.filter(({ closed }) => closed?.code === 'duplicate');
  for (const state of closedAs) expect(closedAs.some((other) => other.caseId === state.closed?.survivor && other.closed?.survivor === state.caseId)).toBe(false);
}

describe('random agencies through random lifecycles', () => {
  test(`custody, responsibility, freedom and the law hold in every state that ${runs} runs reach (domain 8A 1, 2, 3, 5, 6, 13)`, () => {
    fc.assert(
      fc.property(beginning, fc.constantFrom('nowhere' as const, 'placed' as const), fc.constantFrom(freeAdult, child, impairedAdult), fc.noBias(fc.commands([choice.map((chosen) => new Take(chosen))], { maxCommands: 80, size: 'max' })), (first, second, whom, commands) => {
        const world = new World(first, second, whom);
        fc.modelRun(() => ({ model: world, real: world }), commands);
        atTheEnd(world);
      }),
      { numRuns: runs },
    );
  });

  test('every event type of a case stream was accepted on the way', () => {
    expect(caseEvents.filter((name) => !accepted.has(name))).toEqual([]);
  });
});
afterAll(() => { if (process.env['SHOW'] === '1') console.log([...accepted].sort((x,y)=>x[1]-y[1]).map(([n,c])=>`${n} ${c}`).join('\n'), [...refused].join(' ')); });
