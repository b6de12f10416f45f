import type { IndexEntry } from '../port.js';

/** Name and identity number in the content of class `identity`, wherever a command says who somebody is: in a field of its own, or in the patch of a correction. */
export function namedIn(personId: string, identity: unknown): readonly IndexEntry[] {
  return [member(identity, 'person'), member(member(identity, 'identity'), 'person')].flatMap((person) => {
    const [name, idNumber] = [member(person, 'name'), member(person, 'idNumber')];
    return [
      ...(typeof name === 'string' ? [{ personId, kind: 'name' as const, value: name }] : []),
      ...(typeof idNumber === 'string' ? [{ personId, kind: 'id-number' as const, value: idNumber }] : []),
    ];
  });
}

const member = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined);
