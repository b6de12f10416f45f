import { decodeEvent, encodeEvent } from '../envelope.js';
import type { Recorded } from '../envelope.js';
import { definitionOf, eventNames } from '../events/index.js';
import { recordSchema, typeOf } from '../event-definition.js';
import { upcasters } from '../upcast.js';
import { sampleBytes } from './sample-event.js';
import { frozenHashes, sha256, storedSamples } from './stored-samples.js';

const stored = [...storedSamples()];
const everyVersion = eventNames.flatMap((name) => {
  const definition = definitionOf(name);
  return Array.from({ length: definition.version }, (_, index) => `${typeOf({ ...definition, version: index + 1 })}.json`);
});

describe('the stored samples', () => {
  test('are one for every version of every event type that there ever was, and no others', () => {
    expect(stored.map(([name]) => name)).toEqual([...everyVersion].sort());
  });

  test('never change: a change of format is a new version, a new sample beside the old one (testing/stored-samples.ts says how)', () => {
    expect(Object.fromEntries(stored.map(([name, bytes]) => [name, sha256(bytes)]))).toEqual(Object.fromEntries(frozenHashes()));
  });
});

describe.each(stored)('%s', (name, bytes) => {
  const event = decodeEvent(bytes) as Recorded;
  const definition = definitionOf(event.name);

  test('can be read, and its plain part is what the type says', () => {
    expect(`${typeOf({ ...definition, version: event.version })}.json`).toBe(name);
    expect(recordSchema(definition).parse(event.data)).toEqual(event.data);
    expect(Object.keys(event.sealed).sort()).toEqual([...new Set(Object.values(definition.fields).map(({ dataClass }) => dataClass))].filter((dataClass) => dataClass !== 'record').sort());
  });

  test('is written again, and made anew, to the same bytes while its version is the current one', () => {
    const current = event.version === definition.version;
    expect(current || upcasters.missing(event.name, definition.version).length === 0).toBe(true);
    const text = Buffer.from(bytes).toString();
    expect(current ? Buffer.from(encodeEvent(event)).toString() : text).toBe(text);
    expect(current ? Buffer.from(sampleBytes(definition)).toString() : text).toBe(text);
  });
});
