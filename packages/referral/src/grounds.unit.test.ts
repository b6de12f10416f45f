import { admittedAtStation, child, freeAdult, idOf, impairedAdult, Scenario, waiting } from './testing/index.js';
import type { CaseStory, Whom } from './testing/index.js';

const begun = (begin: (story: CaseStory) => unknown, whom: Whom): CaseStory => {
  const story = new Scenario().case(whom);
  begin(story);
  return story;
};

describe('what an exit rests on', () => {
  test('a child who was reported missing before she ran off must be reported again: by then nobody is looking for her', () => {
    const story = begun(admittedAtStation, child);
    story.does('S', 'police-reported');
    story.scenario.wait(20);
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    expect(waiting(story)).toContain('S: missing-to-report');
    expect(story.refuses('S', 'exit-completed', { code: '5.5' })).toBe('police-report-needed');
  });

  test('the police are told first, and what they are told of is written down after: one report will do', () => {
    const story = begun(admittedAtStation, child);
    const left = story.scenario.now;
    story.does('S', 'police-reported');
    story.does('S', 'left-without-formalities', {}, 'unlocated/S', { occurredAt: left });
    expect(waiting(story)).not.toContain('S: missing-to-report');
    story.does('S', 'exit-completed', { code: '5.5' });
  });

  test('who is settled and goes missing before the exit has left: the place where he lived is no ground any more', () => {
    for (const residence of [undefined, idOf('S')]) {
      const story = begun(admittedAtStation, impairedAdult);
      const applicationId = story.does('S', 'settlement-applied', {});
      story.does('C', 'settlement-decided', { applicationId });
      story.does('S', 'settled', { residence });
      story.does('S', 'left-without-formalities', {}, 'unlocated/S');
      expect(story.refuses('S', 'exit-completed', { code: '5.1' })).toBe('exit-ground-missing');
      expect(story.refuses('S', 'exit-completed', { code: '5.5' })).toBe('police-report-needed');
      story.does('S', 'police-reported');
      story.does('S', 'exit-completed', { code: '5.5' });
    }
  });

  test('what he declared to the police is no statement to the station that admits him later', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), freeAdult);
    story.does('P', 'self-leave-declared', {}, 'self/Pf');
    const referralId = story.refer('P', 'S', 'guidance');
    story.does('S', 'eligibility-decided', { referralId }, 'self/Sf');
    story.does('S', 'admitted', {}, 'S/S');
    expect(story.refuses('S', 'exit-completed', { code: '5.3' })).toBe('exit-ground-missing');
    story.does('S', 'self-leave-declared');
    story.does('S', 'exit-completed', { code: '5.3' }, 'self/S');
  });

  test('nobody is settled with somebody whom the register does not know: no exit could rest on it', () => {
    const story = begun(admittedAtStation, impairedAdult);
    const applicationId = story.does('S', 'settlement-applied', {});
    story.does('C', 'settlement-decided', { applicationId });
    expect(story.refuses('S', 'settled', { residence: 'nobody-at-all' })).toBe('unknown-organisation');
    story.does('S', 'settled', { residence: idOf('S') });
  });
});

describe('what a decision and a refusal rest on', () => {
  test.each([['a child', child], ['a man with a sign of impairment', impairedAdult]] as const)('%s who tells nothing is helped first and checked after: that is no ground to refuse', (_who, whom) => {
    const story = begun((each) => {
      each.does('P', 'found', {}, 'P/Pf');
      each.hand('P', 'S', 'S/Sf', each.refer('P', 'S', 'admission'));
    }, whom);
    expect(story.refuses('S', 'eligibility-decided', { eligible: false, ground: 'refuses-information' })).toBe('helped-first');
    story.does('S', 'eligibility-decided', { eligible: false, ground: 'does-not-meet-conditions' });
    for (const code of ['refuses-information', 'refuses-to-explain-condition']) expect(story.refuses('S', 'admission-refused', { code })).toBe('helped-first');
    story.does('S', 'admission-refused');
  });

  test('a free adult who refuses to say who he is may be refused', () => {
    const story = begun((each) => each.does('S', 'help-requested', {}, 'self/Sf'), freeAdult);
    story.does('S', 'eligibility-decided', { eligible: false, ground: 'refuses-information' });
    story.does('S', 'admission-refused', { code: 'refuses-information' });
  });

  test.each([[true, 'does-not-meet-conditions'], [true, 'refuses-information'], [false, 'away-from-home-without-means'], [false, 'minor-without-care'], [false, 'cannot-tell-helped-first']] as const)('eligible is %s: not on the ground %s, which says the contrary', (eligible, ground) => {
    const story = begun((each) => each.does('S', 'help-requested', {}, 'self/Sf'), freeAdult);
    expect(story.refuses('S', 'eligibility-decided', { eligible, ground })).toBe('ground-contradicts');
    story.does('S', 'eligibility-decided', { eligible, ground: 'other' });
  });
});

describe('what a closing rests on', () => {
  test('who was refused and died in the station is closed as one who died: kin are told first', () => {
    const story = begun((each) => {
      each.does('P', 'found', {}, 'P/Pf');
      each.hand('P', 'S', 'S/Sf', each.refer('P', 'S', 'admission'));
      each.does('S', 'eligibility-decided', { eligible: false, ground: 'does-not-meet-conditions' });
      each.does('S', 'admission-refused');
      each.does('S', 'death-recorded', {}, 'deceased/Sf');
    }, impairedAdult);
    expect(story.refuses('S', 'case-closed', { code: 'refused' })).toBe('close-ground-missing');
    expect(story.refuses('S', 'case-closed', { code: 'died' })).toBe('death-formalities');
    story.does('S', 'kin-contacted');
    story.does('S', 'case-closed', { code: 'died' }, 'closed');
  });

  test('no case goes on in itself: the file of a missing child is not shut in that way', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), child);
    story.does('P', 'left-without-formalities', {}, 'unlocated/Pf');
    expect(story.refuses('P', 'case-closed', { code: 'left' })).toBe('police-report-needed');
    expect(story.refuses('P', 'case-closed', { code: 'continued-in', continuedIn: story.id })).toBe('same-case');
  });

  test.each([['said no', 'help-declined', 'declined'], ['declared that he goes', 'self-leave-declared', 'left']] as const)('who %s to the police, and then came to the station after all, waits for its decision', (_what, said, code) => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), freeAdult);
    story.does('P', said, {}, 'self/Pf');
    expect(waiting(story)).toEqual(['P: case-to-close']);
    const referralId = story.refer('P', 'S', 'guidance');
    story.does('S', 'eligibility-decided', { referralId }, 'self/Sf');
    expect(waiting(story)).toEqual([]);
    expect(story.refuses('S', 'case-closed', { code })).toBe('close-ground-missing');
    story.does('S', 'help-declined');
    expect(waiting(story)).toEqual(['S: case-to-close']);
    story.does('S', 'case-closed', { code: 'declined' }, 'closed');
  });
});
