import { commitmentOf, createDecoder, decodeEvent, encodeEvent, UnreadableEvent } from './envelope.js';
import type { Recorded } from './envelope.js';
import { definitionOf, eventNames } from './events/index.js';
import { sampleBytes } from './testing/sample-event.js';
import { createUpcasters } from './upcast.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const found = sampleBytes(definitionOf('found'));
const changed = (change: (envelope: Record<string, unknown>) => unknown): Uint8Array => Buffer.from(JSON.stringify(change(JSON.parse(text(found)) as Record<string, unknown>)));

function refusalOf(bytes: Uint8Array, decode: (bytes: Uint8Array) => unknown = decodeEvent): string {
  try {
    decode(bytes);
  } catch (error) {
    if (error instanceof UnreadableEvent) return error.reason;
    throw error;
  }
  return 'read';
}

describe('the envelope', () => {
  test.each(eventNames)('of %s is CloudEvents 1.0: lower-case names, scalars, and the data last', (name) => {
    const envelope = JSON.parse(text(sampleBytes(definitionOf(name)))) as Record<string, unknown>;
    const { data, ...attributes } = envelope;
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(attribute).toMatch(/^[a-z0-9]{1,20}$/u);
      expect(['string', 'number', 'boolean']).toContain(typeof value);
    }
    expect(attributes).toMatchObject({ specversion: '1.0', datacontenttype: 'application/json' });
    expect(typeof data).toBe('object');
    expect(Object.keys(envelope).at(-1)).toBe('data');
  });

  test('leaves room for `keyid` and `sig`: no event has them today, and one that has them is read as it is without', () => {
    expect(Object.keys(JSON.parse(text(found)) as object)).not.toEqual(expect.arrayContaining(['sig']));
    expect(eventNames.flatMap((name) => Object.keys(definitionOf(name).fields))).not.toContain('sealed');
    const signed = Buffer.from(`${text(found).slice(0, -1)},"sig":"AAAA"}`);
    expect(decodeEvent(signed)).toEqual(decodeEvent(found));
    expect(commitmentOf(signed)).not.toEqual(commitmentOf(found));
  });

  test('has no member for what an event does not have', () => {
    const { actor, onBehalfOf: _1, traceparent: _2, fingerprint: _3, sealed: _4, ...rest } = decodeEvent(found);
    const { user: _5, ...nobody } = actor;
    const bare = { ...rest, actor: nobody, sealed: {} } as Recorded;
    const members = Object.keys(JSON.parse(text(encodeEvent(bare))) as object);
    for (const absent of ['actoruser', 'onbehalfof', 'traceparent', 'fingerprint']) expect(members).not.toContain(absent);
    expect(decodeEvent(encodeEvent(bare))).toEqual(bare);
  });

  test('its commitment is the SHA-256 of the bytes', () => {
    expect(commitmentOf(Buffer.from('abc')).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(commitmentOf(found)).toHaveLength(32);
  });
});

describe('bytes that are no event of this build', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing at all', Buffer.alloc(0), 'corrupt'],
    ['half an event', found.subarray(0, 200), 'corrupt'],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff]), Buffer.from('"}')]), 'corrupt'],
    ['null', Buffer.from('null'), 'corrupt'],
    ['a list', Buffer.from('[]'), 'corrupt'],
    ['a number', Buffer.from('1'), 'corrupt'],
    ['an object without a type', Buffer.from('{}'), 'corrupt'],
    ['a type that is no text', changed((event) => ({ ...event, type: 7 })), 'corrupt'],
    ['no data', changed(({ data: _, ...event }) => event), 'corrupt'],
    ['data that is a list', changed((event) => ({ ...event, data: [] })), 'corrupt'],
    ['no id', changed(({ id: _, ...event }) => event), 'corrupt'],
    ['no revision', changed(({ revision: _, ...event }) => event), 'corrupt'],
    ['sealed parts that are null', changed((event) => ({ ...event, data: { sealed: null } })), 'corrupt'],
    ['a type that nobody knows', changed((event) => ({ ...event, type: 'guitu.case.abducted.v1' })), 'unknown-type'],
    ['a name of every object', changed((event) => ({ ...event, type: 'guitu.case.constructor.v1' })), 'unknown-type'],
    ['a type of another stream', changed((event) => ({ ...event, type: 'guitu.notes.found.v1' })), 'unknown-type'],
    ['a newer version', changed((event) => ({ ...event, type: 'guitu.case.found.v2' })), 'unknown-type'],
    ['a version before the first', changed((event) => ({ ...event, type: 'guitu.case.found.v0' })), 'unknown-type'],
    ['another word for a version', changed((event) => ({ ...event, type: 'guitu.case.found.v01' })), 'unknown-type'],
  ])('%s: unreadable, and never anything else thrown', (_what, bytes, reason) => {
    expect(refusalOf(bytes)).toBe(reason);
  });

  test('cut or damaged at any byte never throw anything but UnreadableEvent', () => {
    for (let at = 0; at < found.length; at += 7) {
      expect(refusalOf(found.subarray(0, at))).toBe('corrupt');
      const damaged = Uint8Array.from(found);
      damaged[at] = 0x22;
      refusalOf(damaged);
    }
  });
});

describe('an event of an older version', () => {
  const second = createDecoder({
    definitionOf: (name) => (name === 'found' ? { version: 2, category: 'case' } : undefined),
    upcasters: createUpcasters([{ event: 'found', from: 1, record: ({ reportedBy, ...data }) => ({ ...data, reporter: { kind: reportedBy } }) }]),
  });

  test('is read in the newest shape, and keeps its stored version for what is still sealed', () => {
    const { version, data, sealed } = second(found);
    expect(version).toBe(1);
    expect(data).toMatchObject({ disposition: 'taken-along', reporter: { kind: expect.any(String) as string } });
    expect(data).not.toHaveProperty('reportedBy');
    expect(sealed).toEqual(decodeEvent(found).sealed);
  });

  test('of the current version is left as it is, and a newer one is not read', () => {
    const written = (version: number) => changed((event) => ({ ...event, type: `guitu.case.found.v${version}`, data: { reporter: { kind: 'grid' } } }));
    expect(second(written(2)).data).toEqual({ reporter: { kind: 'grid' } });
    expect(refusalOf(written(3), second)).toBe('unknown-type');
  });
});
