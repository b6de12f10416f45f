import type { Sealed, Vault } from '../port.js';

export const personOf = (number: number) => `person-${number}`;
export const eventOf = (number: number) => `event-${number}`;
export const valueOf = (number: number) => ({ person: { name: `王${number}`, sex: '1' } });

/** Seals the value of a numbered person and indexes the name, as a command would. */
export async function sealedFor(vault: Vault, number: number): Promise<Sealed> {
  const item = { personId: personOf(number), eventId: eventOf(number), dataClass: 'identity', year: 2013, value: valueOf(number) } as const;
  const [[sealed]] = await Promise.all([vault.seal([item]), vault.index([{ personId: item.personId, kind: 'name', value: item.value.person.name }])]);
  if (sealed === undefined) throw new Error('the vault answered nothing');
  return sealed;
}
