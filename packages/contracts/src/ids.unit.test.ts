import fc from 'fast-check';
import { careStream, caseIdOf, caseIdOfStream, caseStream, commandId, eventId, hubStream, notesStream, personIdOf, personStream } from './ids.js';
import type { CommandScope } from './ids.js';
import { seeded } from './testing/arbitrary.js';

const uuid8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;
const scope = (): fc.Arbitrary<CommandScope> => fc.record({ organisation: fc.string(), client: fc.string(), operation: fc.string(), key: fc.uuid() }, { noNullPrototype: true });
const holds = <T extends [unknown, ...unknown[]]>(...given: [...{ [K in keyof T]: fc.Arbitrary<T[K]> }, (...values: T) => void]): void => {
  fc.assert(fc.property(...(given as unknown as Parameters<typeof fc.property<T>>)), seeded());
};

describe('an id', () => {
  test('is a UUID of version 8 that begins with the 48 bits of the key', () => {
    holds(scope(), fc.nat(500), (given: CommandScope, index: number) => {
      const id = commandId(given);
      for (const made of [id, eventId('case-1', id, index), caseIdOf(id), personIdOf(id)]) {
        expect(made).toMatch(uuid8);
        expect(made.slice(0, 13)).toBe(given.key.slice(0, 13));
      }
    });
  });

  test('is the same for the same parts, today and tomorrow', () => {
    const id = commandId({ organisation: 'baoji-police', client: 'desk', operation: 'open-found', key: '01912345-6789-7abc-8def-0123456789ab' });
    expect([id, eventId('case-1', id, 0), caseIdOf(id), personIdOf(id)]).toMatchInlineSnapshot(`
[
  "01912345-6789-8e33-8ef8-498ae0980ba6",
  "01912345-6789-8add-836d-458f66aacb8e",
  "01912345-6789-878a-bdeb-96d7df26d57a",
  "01912345-6789-8948-a575-5c9a4ef6753d",
]
`);
  });

  test('of a command does not depend on the case of the letters of its key', () => {
    holds(scope(), (given: CommandScope) => {
      expect(commandId({ ...given, key: given.key.toUpperCase() })).toBe(commandId(given));
    });
  });

  test('of a command is another for another organisation, client, operation or key, however the parts are cut', () => {
    holds(scope(), scope(), (one: CommandScope, other: CommandScope) => {
      expect(commandId(one) === commandId(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    });
    const key = '01912345-6789-7abc-8def-0123456789ab';
    expect(commandId({ organisation: 'a', client: 'bc', operation: 'd', key })).not.toBe(commandId({ organisation: 'ab', client: 'c', operation: 'd', key }));
    expect(commandId({ organisation: 'a","b', client: 'c', operation: 'd', key })).not.toBe(commandId({ organisation: 'a', client: 'b","c', operation: 'd', key }));
  });

  test('of an event is another in another stream and at another place, and no case, person or event of one command shares one', () => {
    holds(fc.uuid(), (command: string) => {
      const streams = ['hub', 'case', 'person', `case-${command}`, `notes-${command}`, `person-${command}`];
      const made = [caseIdOf(command), personIdOf(command), ...streams.slice(3).concat('hub').flatMap((stream) => [0, 1, 2].map((index) => eventId(stream, command, index)))];
      expect(new Set(made).size).toBe(made.length);
    });
  });
});

test('a stream of a case and that of its notes name their case, and no other does', () => {
  expect([caseStream('a-1'), notesStream('a-1'), careStream('a-1'), personStream('a-1'), hubStream, 'case-'].map(caseIdOfStream)).toEqual(['a-1', 'a-1', undefined, undefined, undefined, undefined]);
});
