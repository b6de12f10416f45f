import fc from 'fast-check';
import type { Safeguard, SealedClass } from '@guitu/contracts';
import { foundIn } from '../finding/found-in.js';
import type { JsonValue } from '../json-value.js';
import { auditor, reporter, responsibleStation, treatingHospital } from './callers.js';
import { item, present, stored, throughJson } from './items.js';
import type { VaultCase } from './vault-case.js';

const full = (value: JsonValue) => ({ ok: true, level: 'full', value });
// What text is made of where it is hardest: half a character, the end of a string in C, what JavaScript keeps for itself.
const hardText = ['\u0000', '\ud800', '\udfff\ud800', '𠮷', '\u2028', '"\\', '</script>', '__proto__', ''] as const;

export const sealingCases: readonly VaultCase[] = [
  {
    promise: 'gives back to those who may see it what was sealed, in the order asked for',
    run: async (open) => {
      const { vault } = await open();
      const drafts = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('identity', 'contact', 'care'), fc.jsonValue()), { maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(drafts, async (drawn) => {
          const items = drawn.map(([person, dataClass, value], at) => item(person, dataClass as SealedClass, value as JsonValue, `event-${at}`));
          const opened = await vault.open(stored(items, await vault.seal(items)), responsibleStation);
          expect(opened).toEqual(items.map(({ value }) => full(throughJson(value))));
        }),
        { numRuns: 50 },
      );
    },
  },
  {
    promise: 'gives back every text as it was written, whatever it is made of',
    run: async (open) => {
      const { vault } = await open();
      const items = hardText.map((text, at) => item('a', 'care', { text, [`m${text}`]: [text] }, `event-${at}`));
      const opened = await vault.open(stored(items, await vault.seal(items)), responsibleStation);
      expect(opened).toEqual(items.map(({ value }) => full(value)));
      const own = { ['__proto__']: { text: 1 } };
      const [sealed] = await vault.seal([item('a', 'care', own)]);
      const [same] = await vault.open(stored([item('a', 'care', own)], [present(sealed)]), responsibleStation);
      expect(JSON.stringify(same)).toBe(JSON.stringify({ ok: true, level: 'full', value: own }));
    },
  },
  {
    promise: 'takes long lists and long texts, and answers in their order',
    run: async (open) => {
      const { vault } = await open();
      const items = Array.from({ length: 1_500 }, (_, number) => item(`person-${number % 50}`, 'identity', { number, text: number % 500 === 0 ? '宝'.repeat(120_000) : '' }, `event-${number}`));
      const opened = await vault.open(stored(items, await vault.seal(items)), responsibleStation);
      expect(opened.map((one) => one.ok && (one.value as { number: number }).number)).toEqual(items.map((_, number) => number));
      expect(opened[500]).toEqual(full(present(items[500]).value));
    },
  },
  {
    promise: 'cuts what it opens to the level of the caller, and does not even try what the caller may not see',
    run: async (open) => {
      const { vault } = await open();
      const items = [item('a', 'identity', { person: { name: '王小明', sex: '1' } }), item('a', 'health', { diagnosis: '肺炎', fitToTravel: true })];
      const there = stored(items, await vault.seal(items));
      expect(await vault.open(there, responsibleStation)).toEqual([full({ person: { name: '王小明', sex: '1' } }), { ok: true, level: 'summary', value: { fitToTravel: true } }]);
      expect(await vault.open(there, auditor)).toEqual([
        { ok: true, level: 'masked', value: { person: { name: '王**', sex: '1' } } },
        { ok: false, reason: 'not-disclosed' },
      ]);
      const nobodys = there.map((one) => ({ ...one, personId: 'nobody' }));
      expect(await vault.open(nobodys, { ...treatingHospital, relations: ['former'] })).toEqual(there.map(() => ({ ok: false, reason: 'not-disclosed' })));
    },
  },
  {
    promise: 'opens under a safeguard only what it lets through, and says what stands before the rest',
    run: async (open) => {
      const { vault } = await open();
      const items = [item('a', 'identity', 1), item('a', 'contact', 2), item('a', 'health', 3)];
      const there = stored(items, await vault.seal(items));
      const under = (...safeguards: readonly Safeguard[]) => there.map((one) => ({ ...one, safeguards }));
      const withheld = (...reasons: readonly string[]) => reasons.map((reason) => ({ ok: false, reason }));
      const hospital = { ...treatingHospital, relations: [...treatingHospital.relations, 'approved'] };
      expect(await vault.open(under('under-14'), treatingHospital)).toEqual(withheld('needs-approval', 'not-disclosed', 'needs-approval'));
      expect(await vault.open(under('under-14'), hospital)).toEqual([full(1), ...withheld('not-disclosed'), full(3)]);
      expect(await vault.open(under('hidden'), responsibleStation)).toEqual([full(1), ...withheld('hidden'), { ok: true, level: 'summary', value: null }]);
      expect(await vault.open(under('restricted', 'under-14'), hospital)).toEqual(withheld('restricted', 'not-disclosed', 'restricted'));
    },
  },
  {
    promise: 'answers corrupt for one changed blob and opens the others',
    run: async (open) => {
      const { vault } = await open();
      const items = [item('a', 'identity', 1), item('a', 'identity', 2, 'event-2'), item('b', 'statistical', 3)];
      const [a, b, c] = stored(items, await vault.seal(items)).map(present);
      if (a === undefined || b === undefined || c === undefined) throw new Error('nothing was sealed');
      const others = [b.sealed, { ...b.sealed, kid: a.sealed.kid.replace('p', 'q') }, { ...b.sealed, nonce: '\u0000' }, { ...b.sealed, ct: '' }];
      const corrupt = { ok: false, reason: 'corrupt' };
      expect(await vault.open([...others.map((sealed) => ({ ...a, sealed })), b], responsibleStation)).toEqual([...others.map(() => corrupt), full(2)]);
      expect(await vault.open([c, { ...c, sealed: { ...c.sealed, kid: a.sealed.kid } }], reporter)).toEqual([full(3), corrupt]);
    },
  },
  {
    promise: 'seals statistics under the key of the year and not of the person',
    run: async (open) => {
      const { vault } = await open();
      const sealed = await vault.seal([item('a', 'statistical', 1), { ...item('a', 'statistical', 1), year: 2014 }]);
      expect(sealed.map(({ kid }) => kid)).toEqual(['s2013', 's2014']);
    },
  },
  {
    promise: 'gives a person one root, however many callers race for it',
    run: async (open) => {
      const { vault } = await open();
      const persons = ['a', 'b', 'c', 'd', 'e', 'f'];
      const kids = new Map<string, Set<string>>(persons.map((person) => [person, new Set()]));
      await Promise.all(
        Array.from({ length: 300 }, async (_, at) => {
          const person = present(persons[at % persons.length]);
          for (let wait = 0; wait < at % 5; wait += 1) await new Promise((resolve) => setImmediate(resolve));
          const [sealed] = await vault.seal([item(person, 'identity', at)]);
          kids.get(person)?.add(present(sealed).kid);
        }),
      );
      expect([...kids.values()].map(({ size }) => size)).toEqual(persons.map(() => 1));
      expect(new Set([...kids.values()].flatMap((one) => [...one])).size).toBe(persons.length);
    },
  },
  {
    promise: 'fingerprints a body by its content and its person',
    run: async (open) => {
      const { vault } = await open();
      const one = await vault.fingerprint('a', { x: 1, y: [2] });
      expect(one).toMatch(/^[\w-]{43}$/u);
      expect(await vault.fingerprint('a', { y: [2], x: 1 })).toBe(one);
      expect(await vault.fingerprint('a', { y: [2], x: 1, z: undefined })).toBe(one);
      expect(await vault.fingerprint('a', { y: [2], x: 2 })).not.toBe(one);
      expect(await vault.fingerprint('b', { x: 1, y: [2] })).not.toBe(one);
      const texts = await Promise.all(hardText.map((text) => vault.fingerprint('a', { text })));
      expect(new Set(texts).size).toBe(hardText.length);
    },
  },
  {
    promise: 'finds persons by name and by identity number, indexed once or often',
    run: async (open) => {
      const { vault } = await open();
      const entries = [
        { personId: 'b', kind: 'name', value: '买买提·艾力' },
        { personId: 'a', kind: 'name', value: '买买提 艾力' },
        { personId: 'a', kind: 'id-number', value: '11010119900307123x' },
        { personId: 'a', kind: 'name', value: '·' },
      ] as const;
      await Promise.all([vault.index(entries), vault.index(entries), vault.index([])]);
      await vault.index(entries);
      expect(await vault.find({ kind: 'name', value: '买买提艾力' })).toEqual(['a', 'b']);
      expect(await vault.find({ kind: 'id-number', value: '110101 19900307 123X' })).toEqual(['a']);
      expect(await vault.find({ kind: 'name', value: '11010119900307123X' })).toEqual([]);
      expect(await vault.find({ kind: 'name', value: '' })).toEqual([]);
    },
  },
  {
    promise: 'finds persons by parts of a name and by pinyin, a thousand at a time, and each once',
    run: async (open) => {
      const { vault } = await open();
      const many = Array.from({ length: 2_100 }, (_, number) => `p-${String(number).padStart(4, '0')}`);
      for (let at = 0; at < many.length; at += 700) await vault.index(many.slice(at, at + 700).map((personId) => ({ personId, kind: 'name', value: '单小明' })));
      await vault.index([{ personId: 'other', kind: 'name', value: '买买提·艾力' }]);
      for (const value of ['艾力', 'Aili', 'maimaiti aili']) expect(await vault.find({ kind: 'name', value })).toEqual(['other']);
      for (const value of ['单', '小明', 'shan', 'dan xiaoming']) expect(await vault.find({ kind: 'name', value })).toEqual(many.slice(0, 1_000));
      const pages: string[][] = [];
      for await (const page of foundIn(vault, { kind: 'name', value: 'Xiaoming' })) pages.push([...page]);
      expect([pages.map(({ length }) => length), pages.flat()]).toEqual([[1_000, 1_000, 100], many]);
    },
  },
  {
    promise: 'makes persons findable by what was sealed, and lets nothing of it out',
    run: async (open) => {
      const { vault } = await open();
      const items = [item('a', 'identity', { person: { name: '欧阳娜娜' } }), item('b', 'care', { person: { name: '欧阳娜娜' } })];
      const there = stored(items, await vault.seal(items));
      expect(await vault.reindex({ items: there, reached: 'here' })).toBeUndefined();
      expect(await vault.reindex({ items: there, reached: null })).toBeUndefined();
      expect(await vault.indexState()).toEqual({ complete: true });
      expect(await vault.find({ kind: 'name', value: 'ouyang' })).toEqual(['a']);
    },
  },
];
