import * as codes from './index.js';
import type { CodeSet } from './index.js';

const isSet = (value: unknown): value is CodeSet<string> => typeof value === 'object' && value !== null && 'about' in value && 'values' in value;
const sets = Object.entries<unknown>(codes).flatMap(([name, value]) => (isSet(value) ? [[name, value] as const] : []));

describe('code sets', () => {
  test.each(sets)('%s has a title in both languages for each code, and a source', (_name, set) => {
    expect(set.about.source).not.toBe('');
    expect(new Set(set.values).size).toBe(set.values.length);
    for (const code of set.values) {
      expect(set.has(code)).toBe(true);
      expect(set.title(code).zh).toMatch(/\p{Script=Han}/u);
      expect(set.title(code).en).toMatch(/^[\x20-\x7e]+$/u);
    }
    for (const other of ['', 'toString', '__proto__', undefined, 1]) expect(set.has(other)).toBe(false);
  });

  test('sex keeps unknown (0) and not stated (9) apart', () => {
    expect(codes.sex.values).toEqual(['0', '1', '2', '9']);
    expect(codes.sex.title('0')).not.toEqual(codes.sex.title('9'));
  });

  test('5.9 is a stock of the report and not an exit', () => {
    expect(codes.exitMode.has('5.9')).toBe(false);
    expect(codes.exitRow.has('5.9')).toBe(true);
    expect(codes.henanExitRow(undefined)).toBe('5.9');
  });

  test('the Henan form counts collection by kin or unit as 5.3, and only collection by the origin as 5.7', () => {
    expect(codes.collector.values.map((collector) => codes.henanExitRow({ mode: '5.7', collector }))).toEqual(['5.3', '5.3', '5.7', '5.7']);
    expect(codes.henanExitRow({ mode: '5.6' })).toBe('5.6');
  });

  test('each reason for a blocked return belongs to exactly one of office, kin and station', () => {
    const used = [...codes.kinRefusal.values, ...codes.officeRefusal.values, ...codes.returnWithdrawal.values];
    expect(used).toEqual(codes.returnRefusal.values);
    expect(codes.officeRefusal.has('K1')).toBe(false);
    expect(codes.referralDecline.has('W1')).toBe(false);
    expect(codes.referralWithdrawal.has('O1')).toBe(false);
  });

  test('grounds that only one city has are marked as local, never as law', () => {
    for (const set of [codes.terminationGround, codes.refusalGround, codes.exitMode, codes.condition, codes.henanAgeBand]) expect(set.about.evidence).toBe('local');
  });

  test('the law has seven grounds of temporary and five of long-term guardianship', () => {
    expect([codes.temporaryGuardianshipGround.values.length, codes.longTermGuardianshipGround.values.length]).toEqual([7, 5]);
  });
});
