import type { Refused } from './journal.js';

/** Whoever was told to come again was told when, and that nothing is recorded twice if the same key is used. */
export function expectAskedToComeAgain(answers: readonly Refused[], codes: readonly string[]): void {
  expect(answers.length).toBeGreaterThan(0);
  for (const { status, retryAfter, body } of answers) {
    expect({ status, known: codes.includes(body.code) ? true : body.code }).toEqual({ status: 503, known: true });
    expect(retryAfter).toBeGreaterThan(0);
    expect(body.detail).toMatch(/same Idempotency-Key; nothing is recorded twice/u);
  }
}
