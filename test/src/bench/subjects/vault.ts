import { randomUUID } from 'node:crypto';
import type { OpenItem } from '@guitu/vault';
import { openUnrecordedVault } from '@guitu/vault/testing';
import type { CipherRun } from '../limits/aes-gcm.js';
import { serve } from '../processes/serve.js';

export interface VaultSubjectOptions {
  readonly directory: string;
}

/** Persons whose keys are in use; fewer than the vault keeps unwrapped. */
const PERSONS = 1_000;

// The vault alone, in a process of its own, for persons that it knows. Who looked is not recorded: that is a row of its own.
serve(async ({ directory }: VaultSubjectOptions) => {
  const vault = await openUnrecordedVault({ directory, realNow: Date.now });
  const persons = Array.from({ length: PERSONS }, () => randomUUID());
  const personAt = (turn: number): string => persons[turn % PERSONS] ?? '';
  const caller = { organisation: 'station-baoji', role: 'station', relations: ['responsible', 'custodian'], purpose: 'case-work', answer: { id: randomUUID(), operation: 'bench' } } as const;
  await Promise.all(persons.map((person) => vault.fingerprint(person, {})));

  /** Microseconds of each of so many. */
  async function each(times: number, act: (turn: number) => Promise<unknown>): Promise<number> {
    const begun = performance.now();
    for (let turn = 0; turn < times; turn += 1) await act(turn);
    return ((performance.now() - begun) / times) * 1_000;
  }
  const itemOf = (turn: number, size: number) => ({ personId: personAt(turn), eventId: randomUUID(), dataClass: 'circumstances' as const, year: 2013, value: { course: 'x'.repeat(size) } });
  return {
    seal: ({ size, times }: CipherRun) => each(times, (turn) => vault.seal([itemOf(turn, size)])),
    open: async ({ size, times }: CipherRun) => {
      const items: OpenItem[] = [];
      for (let turn = 0; turn < PERSONS; turn += 1) {
        const item = itemOf(turn, size);
        const [sealed] = await vault.seal([item]);
        if (sealed !== undefined) items.push({ ...item, sealed, safeguards: [] });
      }
      return each(times, async (turn) => {
        const item = items[turn % PERSONS];
        const [opened] = item === undefined ? [] : await vault.open([item], caller);
        if (opened?.ok !== true) throw new Error(`nothing was opened: ${opened?.reason ?? 'no answer'}`);
      });
    },
    fingerprint: ({ size, times }: CipherRun) => {
      const body = { course: 'x'.repeat(size), occurredAt: '2013-05-03T08:21:00.000Z', place: 'station' };
      return each(times, (turn) => vault.fingerprint(personAt(turn), body));
    },
    close: () => vault.close(),
  };
});
