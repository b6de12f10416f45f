import fc from 'fast-check';
import { foldCase } from './fold.js';
import type { CaseState } from './state.js';
import { idOf, impairedAdult, Scenario, to } from './testing/index.js';
import type { CaseStory } from './testing/index.js';

/** Two reports of one man, of both of which the station was asked to take him. */
function twoReports(): { readonly scenario: Scenario; readonly a: CaseStory; readonly b: CaseStory } {
  const scenario = new Scenario();
  const [a, b] = [scenario.case(impairedAdult), scenario.case(impairedAdult)];
  a.does('P', 'found', {}, 'P/Pf');
  a.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
  b.does('P2', 'help-requested', { channel: '110' }, 'not-met/P2f');
  b.does('P2', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
  return { scenario, a, b };
}
const seen = (...stories: readonly CaseStory[]): ReadonlyMap<string, CaseState> => new Map(stories.map((story) => [story.id, story.state]));

describe('two cases of one man', () => {
  test('two opposite acceptances close neither: each must be taken back before that case can be declared', () => {
    const { a, b } = twoReports();
    const views = [seen(b), seen(a)] as const;
    const accepted = a.does('S', 'duplicate-accepted', { of: b.id }, undefined, { others: views[0] });
    b.does('S', 'duplicate-accepted', { of: a.id }, undefined, { others: views[1] });
    expect(a.refuses('S', 'duplicate-declared', { survivor: b.id })).toBe('is-survivor');
    expect(b.refuses('S', 'duplicate-declared', { survivor: a.id })).toBe('is-survivor');
    a.does('S', 'voided', { target: accepted });
    a.does('S', 'duplicate-declared', { survivor: b.id });
    expect(b.refuses('S', 'duplicate-declared', { survivor: a.id })).toBe('is-survivor');
  });

  test('a declaration on a stale view of the survivor cannot be answered by its opposite', () => {
    const { a, b } = twoReports();
    const acceptance = a.does('S', 'duplicate-accepted', { of: b.id });
    const stale = seen(a);
    // Decided before b was declared, recorded at the same time.
    a.does('S', 'voided', { target: acceptance });
    b.does('S', 'duplicate-declared', { survivor: a.id }, undefined, { others: stale });
    expect(b.refuses('S', 'duplicate-accepted', { of: a.id })).toBe('duplicate-order');
    expect(a.refuses('S', 'duplicate-declared', { survivor: b.id })).toBe('duplicate-order');
  });

  test('a declared duplicate is not admitted: the person is in the other case and counted there', () => {
    const { a, b } = twoReports();
    a.does('S', 'duplicate-accepted', { of: b.id });
    b.does('S', 'duplicate-declared', { survivor: a.id });
    const [referralId] = Object.keys(b.state.referrals);
    b.does('S', 'referral-accepted', { referralId });
    b.does('S', 'handed-over', { to: to('S'), referralId, attestation: 'receiver-only' }, 'S/Sf');
    b.does('S', 'eligibility-decided');
    expect(b.refuses('S', 'admitted')).toBe('declared-duplicate');
    b.does('S', 'case-closed', { code: 'duplicate', survivor: a.id }, 'closed');
  });

  test('a survivor that has closed takes no more duplicates', () => {
    const { a, b } = twoReports();
    a.does('S', 'duplicate-accepted', { of: b.id });
    a.does('P', 'left-without-formalities', {}, 'unlocated/Pf');
    a.does('P', 'police-reported');
    a.does('P', 'case-closed', { code: 'left', supervised: true }, 'closed', { scopes: ['supervisor'] });
    expect(b.refuses('S', 'duplicate-declared', { survivor: a.id })).toBe('duplicate-order');
  });

  test('a declared duplicate ends its referrals with its own closing, and its custody with it', () => {
    const { a, b } = twoReports();
    a.does('S', 'duplicate-accepted', { of: b.id });
    b.does('S', 'duplicate-declared', { survivor: a.id });
    b.does('P2', 'case-closed', { code: 'duplicate', survivor: a.id }, 'closed');
    expect(Object.values(b.state.referrals).map(({ status, code }) => [status, code])).toEqual([['lapsed', 'duplicate']]);
    expect(a.place).toBe('P/Pf');
  });

  /**
   * Commands as they run on several machines: load the own case, then look at the other, decide, and append if the own case has not moved on.
   * That order is the rule's only demand on whoever calls it; looking at the other case first would break this test.
   */
  test('whatever two stations do at the same time, no two cases are closed as each other\'s duplicate', () => {
    const step = fc.record({ actor: fc.nat(3), act: fc.constantFrom('accept', 'declare', 'take back', 'close'), wait: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 24 }), (steps) => {
        const { a, b } = twoReports();
        const started = new Map<number, { readonly run: () => void; readonly due: number }>();
        for (const [now, { actor, act, wait }] of steps.entries()) {
          for (const [who, { run, due }] of started) if (due <= now && started.delete(who)) run();
          if (started.has(actor)) continue;
          const [own, other] = actor % 2 === 0 ? [a, b] : [b, a];
          const revision = own.state.revision;
          const others = seen(other);
          const acceptance = own.events.findLast(({ name }) => name === 'duplicate-accepted')?.id;
          const opener = own === a ? 'P' : 'P2';
          const asked = {
            accept: () => own.asks('S', 'duplicate-accepted', { of: other.id }, { others }),
            declare: () => own.asks('S', 'duplicate-declared', { survivor: other.id }, { others }),
            'take back': () => (acceptance === undefined ? undefined : own.asks('S', 'voided', { target: acceptance }, { others })),
            close: () => own.asks(opener, 'case-closed', { code: 'duplicate', survivor: other.id }, { others }),
          }[act]();
          if (asked?.decision.ok !== true) continue;
          // In flight until due; then the store compares the revision.
          started.set(actor, { due: now + wait, run: () => void (own.state.revision === revision && own.records(asked)) });
        }
        for (const { run } of started.values()) run();
        const states = [foldCase(a.events), foldCase(b.events)];
        expect(states.every(({ duplicateOf }) => duplicateOf !== undefined)).toBe(false);
        expect(states.some(({ duplicateOf, duplicatesAccepted }) => duplicateOf !== undefined && duplicatesAccepted.length > 0)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
