import { catalogue } from '@guitu/contracts';
import { idOf, sampleRegister } from '@guitu/referral/testing';
import { z } from 'zod';
import { maskPlaces } from './places.js';

const view = {
  custodian: { kind: 'organisation', organisation: idOf('H2') }, responsible: idOf('S'), division: '610300', opened: { organisation: idOf('P'), at: '2013-03-01T00:00:00.000Z' },
  referrals: [{ asker: idOf('P'), receiver: idOf('T1'), purpose: 'relay' }],
  events: [{ actor: { organisation: idOf('S'), role: 'station', user: '值班员' }, data: { notice: '宝救字〔2013〕第12号', cashFare: { fen: 1_500, receipt: '宝救票〔2013〕7号' }, contract: 'weihe-2013', to: idOf('T1'), revision: 3 } }],
  kin: { [idOf('S')]: { result: 'informed' } },
  agencies: [{ name: '宝鸡市救助管理站' }, null, true],
};

type Json = Readonly<Record<string, unknown>>;

/** Paths of the texts below a schema that are neither codes nor ids nor times, with their patterns. */
function textsIn(schema: Json, path: string): readonly (readonly [path: string, pattern: unknown])[] {
  const { anyOf = [], oneOf = [], type, items = {}, properties = {} } = schema as { anyOf?: Json[]; oneOf?: Json[]; type?: string; items?: Json; properties?: Record<string, Json> };
  if (type === 'string') return ['enum', 'const', 'format'].some((word) => schema[word] !== undefined) ? [] : [[path, schema['pattern']]];
  return [...[...anyOf, ...oneOf].flatMap((choice) => textsIn(choice, path)), ...(type === 'array' ? textsIn(items, path) : []), ...Object.entries(properties).flatMap(([name, member]) => textsIn(member, `${path}.${name}`))];
}
const plainTexts = Object.values(catalogue).flatMap(({ name, fields }) =>
  Object.entries(fields).flatMap(([field, { dataClass, derived, schema }]) => (dataClass === 'record' && derived === undefined ? textsIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, `${name}.${field}`) : [])),
);

describe('what is shown of a hidden person', () => {
  test('has none of the texts that the contract lets a client put into the plain part of an event', () => {
    const named = ([, pattern]: (typeof plainTexts)[number]): boolean => typeof pattern === 'string' && new RegExp(pattern, 'u').test(idOf('S'));
    const worded = plainTexts.filter((text) => !named(text)).map(([path]) => path);
    expect(worded).toEqual(expect.arrayContaining(['sheltered.bed', 'ticket-issued.cashFare.receipt', 'found.division', 'worker-assigned.user']));
    expect(worded.filter((path) => JSON.stringify(maskPlaces({ [path.split('.').at(-1) ?? '']: '7' }, sampleRegister)) !== '{}')).toEqual([]);
    expect(plainTexts.filter(named).map(([path]) => path)).toContain('referral-sent.to');
  });


  test('names no organisation by id or name, no division, no clerk and no paper that says whose it is', () => {
    expect(maskPlaces(view, sampleRegister)).toEqual({
      custodian: { kind: 'organisation', organisation: 'safe-care' }, responsible: 'safe-care', opened: { organisation: 'safe-care', at: '2013-03-01T00:00:00.000Z' },
      referrals: [{ asker: 'safe-care', receiver: 'safe-care', purpose: 'relay' }],
      events: [{ actor: { organisation: 'safe-care', role: 'station' }, data: { cashFare: { fen: 1_500 }, to: 'safe-care', revision: 3 } }],
      kin: { 'safe-care': { result: 'informed' } },
      agencies: [{ name: 'safe-care' }, null, true],
    });
  });

  test('names whoever asks, and changes nothing that it was given', () => {
    const before = JSON.stringify(view);
    const masked = JSON.stringify(maskPlaces(view, sampleRegister, idOf('T1')));
    expect([...new Set(masked.match(/(?:police|hospital|station|civil|care)-[a-z]+/gu))].filter((name) => name !== 'safe-care')).toEqual([idOf('T1')]);
    expect(JSON.stringify(view)).toBe(before);
  });
});
