import { admittedAtStation, atRelay, freeAdult, idOf, Scenario } from './testing/index.js';

describe('who has left, or was given on', () => {
  test('a relay station gives a ticket, and ends its help, whether or not the first station has counted its exit', () => {
    const story = new Scenario().case(freeAdult);
    atRelay(story);
    story.does('T1', 'ticket-issued');
    story.does('S', 'exit-completed', { code: '5.6' });
    story.does('T1', 'ticket-issued');
    story.does('T1', 'rescue-terminated');
  });

  test('who has gone his own way is asked for at no county: it must not learn where a free adult was', () => {
    const story = new Scenario().case(freeAdult);
    admittedAtStation(story);
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    story.does('S', 'ticket-issued');
    story.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    expect(story.refuses('O', 'referral-redirected', { referralId, to: idOf('O2') })).toBe('exit-done');
    story.does('S', 'referral-withdrawn', { referralId });
    expect(story.refuses('S', 'referral-sent', { to: idOf('O2'), purpose: 'return' })).toBe('exit-done');
  });

  test('whom the patrol of the station finds again and gives a bed is not on the way any more', () => {
    const story = new Scenario().case(freeAdult);
    admittedAtStation(story);
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    story.does('S', 'found', {}, 'S/S');
    expect(story.state.custody?.inTransit).toBe('own-vehicle');
    story.does('S', 'sheltered');
    expect(story.state.custody?.inTransit).toBeUndefined();
  });
});
