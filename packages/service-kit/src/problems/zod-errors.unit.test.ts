import { commandDefinition } from '@guitu/contracts';
import { z } from 'zod';
import type { Language } from './language.js';
import { wordsIn } from './language.js';
import { fieldErrors } from './zod-errors.js';
import { manFound } from '../testing/index.js';

const found = commandDefinition('found').body;
function errorsOf(body: Record<string, unknown>, language: Language = 'en') {
  const result = found.safeParse(body);
  return result.success ? [] : fieldErrors(result.error, body, 'body').map(({ pointer, rule, fix }) => ({ pointer, rule, fix: wordsIn(fix, language) }));
}
const secret = '机密值XYZ';

describe('a body that breaks the schema', () => {
  test.each([
    ['a missing member', { ...manFound, disposition: undefined }, '/disposition', 'required'],
    ['a word outside the list', { ...manFound, disposition: secret }, '/disposition', 'one-of'],
    ['a member that does not exist', { ...manFound, colour: secret }, '/colour', 'unknown-member'],
    ['a member whose very name could be personal', { ...manFound, [secret]: 1 }, '', 'unknown-member'],
    ['a wrong type', { ...manFound, place: 7 }, '/place', 'type-string'],
    ['an unknown division', { ...manFound, division: secret }, '/division', 'gbt-2260'],
    ['a control character', { ...manFound, place: `${secret}\u0000` }, '/place', 'no-control-characters'],
    ['a text that is too long', { ...manFound, place: secret.repeat(1_000) }, '/place', 'maximum'],
    ['an instant without a zone', { ...manFound, occurredAt: '2013-01-01T00:00:00' }, '/occurredAt', 'format-datetime'],
    ['an instant before 1900', { ...manFound, occurredAt: '1899-01-01T00:00:00Z' }, '/occurredAt', 'not-before-1900'],
    ['an instant that no calendar has', { ...manFound, occurredAt: '2013-02-30T00:00:00Z' }, '/occurredAt', 'format-datetime'],
    ['the form of a union that was meant', { ...manFound, person: { ...manFound.person, age: { birthDate: secret } } }, '/person/age/birthDate', 'format-date'],
    ['the other form of it', { ...manFound, person: { ...manFound.person, age: { from: 12 } } }, '/person/age/to', 'required'],
    ['a birth date before 1900', { ...manFound, person: { ...manFound.person, age: { birthDate: '1899-12-31' } } }, '/person/age/birthDate', 'not-before-1900'],
  ])('names the field, the rule and the fix of %s, and repeats nothing of the value', (_what, body, pointer, rule) => {
    const english = errorsOf(body);
    const chinese = errorsOf(body, 'zh-CN');
    expect(english).toEqual([expect.objectContaining({ pointer, rule })]);
    expect(english[0]?.fix).toMatch(/^[\x20-\x7e]+$/u);
    expect(chinese[0]?.fix).toMatch(/\p{Script=Han}/u);
    expect(JSON.stringify([english, chinese])).not.toContain(secret);
  });

  test('an odd identity number is no error', () => {
    expect(errorsOf({ ...manFound, person: { ...manFound.person, idNumber: '000' } })).toEqual([]);
  });

  test('of an instant in an address: the plus as it is written there, where a bare one arrives as a blank', () => {
    const asked = z.object({ asOf: z.iso.datetime({ offset: true }) });
    const sent = { asOf: new URLSearchParams('asOf=2013-01-31T08:00:00+08:00').get('asOf') };
    const [error] = fieldErrors(asked.safeParse(sent).error!, sent, 'query');
    const written = /2013\S+(?=[。.]$)/u.exec(error?.fix.en ?? '')?.[0];
    expect(asked.safeParse(Object.fromEntries(new URLSearchParams(`asOf=${written}`))).success).toBe(true);
    expect(error?.fix.zh).toContain(written);
  });

  test('lists at most twenty errors', () => {
    expect(errorsOf(Object.fromEntries(Array.from({ length: 100 }, (_, place) => [`extra${place}`, 1]))).length).toBeLessThanOrEqual(20);
  });
});
