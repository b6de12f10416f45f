import type { AnyEvent, EventName } from '@guitu/contracts';
import type { DecisionContext } from './command.js';
import { decide } from './decide.js';
import { evolve, foldCase } from './fold.js';
import { emptyCase } from './state.js';
import { admittedAtBedside, atRelay, broughtToOrigin, child, freeAdult, impairedAdult, placed, sampleRegister, Scenario } from './testing/index.js';
import type { CaseStory } from './testing/index.js';

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** The command and its context, as read back from what it recorded. */
const again = (event: AnyEvent): readonly [name: EventName, data: AnyEvent['data'], context: DecisionContext] => [
  event.name,
  event.data,
  {
    actor: event.actor,
    scopes: new Set(),
    occurredAt: event.occurredAt,
    now: event.time,
    commandId: event.causationId,
    ids: () => event.id,
    caseId: event.subject,
    source: event.source,
    register: sampleRegister,
    others: new Map(),
  },
];

const told = (tell: (story: CaseStory) => unknown, whom = impairedAdult): readonly AnyEvent[] => {
  const story = new Scenario().case(whom);
  tell(story);
  return frozen([...story.events]);
};
const stories = {
  'at the bedside': told(admittedAtBedside),
  placed: told(placed),
  'at a relay station': told(atRelay, child),
  'brought home': told(broughtToOrigin),
  'home with a ticket': told((story) => {
    story.does('S', 'help-requested', {}, 'self/Sf');
    story.does('S', 'eligibility-decided');
    story.does('S', 'admitted', {}, 'S/S');
    story.does('S', 'ticket-issued');
    story.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
  }, freeAdult),
};

/** What may truly happen again: a second ticket, another search. Everything else has one effect. */
const repeatable: ReadonlySet<EventName> = new Set(['ticket-issued', 'placement-started']);

describe('deciding', () => {
  test.each(Object.entries(stories))('%s: the same command on the same case decides the same, and changes nothing that it is given', (_name, events) => {
    for (const [index, event] of events.entries()) {
      const before = events.slice(0, index);
      const [name, data, context] = again(event);
      const decided = decide(frozen(before), { name, data }, context);
      expect(decided).toEqual(decide(before, { name, data }, context));
      expect(decided).toEqual(decide(before, { name, data }, context, frozen(foldCase(before))));
      expect(decided).toMatchObject({ ok: true, events: [{ id: event.id, name, data, revision: index, causationId: event.causationId }] });
    }
  });

  test.each(Object.entries(stories))('%s: a command that is sent again after it was recorded adds nothing', (_name, events) => {
    for (const [index, event] of events.entries()) {
      if (repeatable.has(event.name)) continue;
      const [name, data, context] = again(event);
      expect([name, decide(events.slice(0, index + 1), { name, data }, context).ok]).toEqual([name, false]);
    }
  });

  test.each(Object.entries(stories))('%s: a fold of the whole is one event after the other, and any prefix is the case as it was known then', (_name, events) => {
    let state = emptyCase('');
    for (const [index, event] of events.entries()) {
      state = evolve(frozen(state), event);
      expect(state).toEqual(foldCase(events.slice(0, index + 1)));
    }
  });

  test('a placement, a stay in hospital or a dispute never changes who is responsible (domain 8A 3)', () => {
    const { responsibilityHistory, custodyHistory } = foldCase(stories.placed);
    expect(responsibilityHistory.map(({ as }) => as)).toEqual(['first-contact', 'first-contact', 'rescue']);
    expect(custodyHistory).toHaveLength(3);
  });
});
