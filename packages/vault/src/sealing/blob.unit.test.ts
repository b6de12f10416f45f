import type { SealedBlob } from '@guitu/contracts';
import { sealedClasses } from '@guitu/contracts';
import fc from 'fast-check';
import { personKeys } from '../keys/derived-keys.js';
import type { JsonValue } from '../json-value.js';
import type { Sealed } from '../port.js';
import type { Place } from './blob.js';
import { checkId, openBlob, sealBlob } from './blob.js';
import { paddingStep } from './padding.js';
import { Random } from './random.js';

const random = new Random();
const keys = personKeys(Buffer.alloc(32, 7));
const place: Place = { eventId: 'event-1', personId: 'person-1', dataClass: 'identity' };
const seal = (value: JsonValue): Sealed => sealBlob(place, value, keys, random);
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
const flipped = (text: string, at: number, bit: number): string => {
  const bytes = Buffer.from(text, 'base64url');
  bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
  return bytes.toString('base64url');
};

describe('a sealed blob', () => {
  test('opens to what was sealed, in its place', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...sealedClasses), fc.uuid(), fc.uuid(), (value, dataClass, personId, eventId) => {
        const there = { personId, eventId, dataClass };
        expect(openBlob(there, sealBlob(there, value, keys, random), keys)).toEqual({ value: JSON.parse(JSON.stringify(value)) as JsonValue });
      }),
    );
  });

  test('does not open after any bit of nonce, ciphertext or tag has changed', () => {
    const blob = seal({ person: { name: '王小明' } });
    const bits = (text: string) => Buffer.from(text, 'base64url').length * 8;
    for (let bit = 0; bit < bits(blob.nonce); bit += 1) expect(openBlob(place, { ...blob, nonce: flipped(blob.nonce, bit >> 3, bit & 7) }, keys)).toBeUndefined();
    for (let bit = 0; bit < bits(blob.ct); bit += 1) expect(openBlob(place, { ...blob, ct: flipped(blob.ct, bit >> 3, bit & 7) }, keys)).toBeUndefined();
  });

  test('does not open under a second spelling, a cut, an extension, another version or another key name', () => {
    const blob = seal('王');
    const others: readonly SealedBlob[] = [
      { ...blob, ct: `${blob.ct}=` },
      { ...blob, ct: ` ${blob.ct}` },
      { ...blob, ct: blob.ct.slice(0, -4) },
      { ...blob, ct: `${blob.ct}AAAA` },
      { ...blob, ct: '' },
      { ...blob, nonce: '' },
      { ...blob, nonce: blob.nonce.slice(4) },
      { ...blob, v: 2 } as unknown as SealedBlob,
      { ...blob, kid: 's2013' },
    ];
    for (const other of others) expect(openBlob(place, other, keys)).toBeUndefined();
  });

  test('does not open for another event, person or class, nor under another root', () => {
    const blob = seal('王');
    expect(openBlob({ ...place, eventId: 'event-2' }, blob, keys)).toBeUndefined();
    expect(openBlob({ ...place, personId: 'person-2' }, blob, keys)).toBeUndefined();
    for (const dataClass of sealedClasses) if (dataClass !== 'identity') expect(openBlob({ ...place, dataClass }, blob, keys)).toBeUndefined();
    const other = personKeys(Buffer.alloc(32, 8));
    expect(openBlob(place, { ...blob, kid: other.kid }, other)).toBeUndefined();
  });

  test('of an algorithm that is not registered says so instead of calling it corrupt', () => {
    expect(() => openBlob(place, { ...seal('王'), alg: 'SM4GCM' }, keys)).toThrow(expect.objectContaining({ code: 'unknown-algorithm' }));
    expect(() => openBlob(place, { ...seal('王'), alg: 'toString' }, keys)).toThrow(expect.objectContaining({ code: 'unknown-algorithm' }));
  });

  test('tells the length of its content only in steps of 64 bytes', () => {
    const lengths = new Set(Array.from({ length: paddingStep - 3 }, (_, length) => seal('x'.repeat(length)).ct.length));
    expect(lengths.size).toBe(1);
    fc.assert(
      fc.property(json, (value) => {
        expect((Buffer.from(seal(value).ct, 'base64url').length - 16) % paddingStep).toBe(0);
      }),
    );
  });

  test('is never the same twice', () => {
    const blobs = Array.from({ length: 2_000 }, () => seal('王'));
    expect(new Set(blobs.map(({ nonce }) => nonce)).size).toBe(blobs.length);
    expect(new Set(blobs.map(({ ct }) => ct)).size).toBe(blobs.length);
  });

  test('is refused for what JSON cannot say, without telling it', () => {
    const circular: Record<string, unknown> = { 王小明: 1 };
    circular['王小明'] = circular;
    for (const value of [undefined, 1n, circular, () => 1]) {
      let error: unknown;
      try {
        seal(value as unknown as JsonValue);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ code: 'invalid-value', message: expect.not.stringContaining('王') as unknown });
      expect(error).not.toHaveProperty('cause');
    }
  });

  test('is refused for ids that could make two places look alike', () => {
    for (const id of ['', 'a|b', 'a b', '人', 'x'.repeat(129)]) expect(() => checkId(id)).toThrow(expect.objectContaining({ code: 'invalid-value' }));
    expect(() => checkId('018f6a3e-7c1b-8def-9abc-0123456789ab')).not.toThrow();
  });
});
