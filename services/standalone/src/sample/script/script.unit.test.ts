import { readFileSync } from 'node:fs';
import { encodeEvent, registerSchema } from '@guitu/contracts';
import { feedChecker } from '@guitu/service-kit/testing';
import { compose } from '../composition/compose.js';
import { expectedFigures } from '../composition/figures.js';
import { admittedCases, countFolded } from '../testing/count-folded.js';
import { decidedHub } from '../testing/decided-hub.js';
import { playDecided } from '../testing/play-decided.js';
import { stepKey } from './idempotency-key.js';
import { writeScript } from './script.js';

const register = registerSchema.parse(JSON.parse(readFileSync(new URL('../../../../../infra/sample/organisations.json', import.meta.url), 'utf8')));
const composition = compose(register);
const script = writeScript(composition, register);
const hub = decidedHub(register);
const played = playDecided(script, hub);
const found = countFolded(hub);
/** Only the composition knows who somebody was in truth. */
const ofTheLog = Object.entries(expectedFigures()).filter(([path]) => !/^(persons\/(truth|byVisits|unrecognised)|relays)/u.test(path));

describe('the script of the sample, run through the rules in the order of time', () => {
  test('nothing is refused', () => {
    expect(played.refused.map(({ step, why }) => `${step.id} ${step.organisation} ${step.command}: ${why}`)).toEqual([]);
    expect(played.answers.size).toBe(script.steps.length);
  });

  test.each(ofTheLog)('the folded cases say that %s is %i', (path, count) => {
    expect(found[path] ?? 0).toBe(count);
  });

  test('every event is what the AsyncAPI document says', () => {
    const faultsOf = feedChecker();
    const events = [...hub.streams.values()].flat();
    expect(events.length).toBeGreaterThan(20_000);
    expect([...new Set(events.flatMap((event) => faultsOf(encodeEvent(event))))]).toEqual([]);
  });

  test('every escort across the province border goes over two relay stations', () => {
    expect(found['relayLegs']).toBe(58 * 2);
  });

  test('there are about 1,100 handovers', () => {
    expect(found['handoversDone']).toBeGreaterThan(1_050);
    expect(found['handoversDone']).toBeLessThan(1_170);
  });

  test('all but the stock is closed, with no referral and no handover left open', () => {
    for (const { state, outcome } of admittedCases(hub)) {
      if (outcome === 'stock') expect(state.closed).toBeUndefined();
      else {
        expect(state.closed?.code).toBe('exited');
        expect(Object.values(state.referrals).filter(({ status }) => ['requested', 'received', 'accepted'].includes(status))).toEqual([]);
        expect(state.openHandover).toBeUndefined();
      }
    }
  });

  test('nothing happens in the small hours but what happens by itself, and nothing is recorded before it happened', () => {
    const hours = script.steps.filter(({ command }) => command === 'admitted' || command === 'ticket-issued').map(({ occurredAt }) => new Date(occurredAt + 8 * 3_600_000).getUTCHours());
    expect(hours.filter((hour) => hour >= 1 && hour < 6)).toEqual([]);
    expect(script.steps.filter(({ occurredAt, recordedAt }) => recordedAt <= occurredAt)).toEqual([]);
  });

  test('every step has a key of its own, the same at every writing', () => {
    const keys = script.steps.map((step) => stepKey(script.seed, step));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u.test(key))).toEqual([]);
    // As text: comparing some 22,000 objects member by member takes longer than playing them.
    expect(JSON.stringify(writeScript(compose(register), register)) === JSON.stringify(script)).toBe(true);
  });

  test('about 22,000 commands', () => {
    expect(script.steps.length).toBeGreaterThan(20_000);
    expect(script.steps.length).toBeLessThan(24_500);
  });
});
