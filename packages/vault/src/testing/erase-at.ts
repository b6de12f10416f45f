import { randomUUID } from 'node:crypto';
import type { ErasureDesk } from '../erasure/desk.js';
import type { Officer } from '../erasure/entry.js';

const officer = (user: string, client: string): Officer => ({ organisation: 'data-protection', division: '610000', client, user, asserted: true });

/** Two humans decide at the desk to erase these persons. Answers the matter; nothing is destroyed yet. */
export async function approveErasure(desk: ErasureDesk, persons: readonly string[]): Promise<string> {
  const matter = randomUUID();
  await desk.record({ entry: 'proposed', matter, kind: 'erasure', ground: 'person-asked', asked: persons[0] ?? '', persons, by: officer('李秀兰', 'one') });
  await desk.record({ entry: 'approved', matter, by: officer('赵振华', 'two') });
  return matter;
}

/** Erases persons as production does; the keys are gone when it resolves. */
export const eraseAt = async (desk: ErasureDesk, persons: readonly string[]): Promise<void> => desk.destroy(await approveErasure(desk, persons));
