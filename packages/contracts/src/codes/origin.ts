import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';
import { isKnownProvince, sameProvince } from './divisions.js';

/** Where a person comes from, seen from the station. Source: Henan form group 4 (P51), domain notes 6.6. */
export const origin = codeSet(
  { zh: '人员来源', en: 'Origin', source: 'Henan form group 4 (P51), domain 6.6', evidence: 'local' },
  {
    '4.1': { zh: '省内', en: 'same province' },
    '4.2': { zh: '省外', en: 'other province' },
    '4.3': { zh: '不明', en: 'unknown' },
  },
);
export type Origin = CodeOf<typeof origin>;

/** Relation of a registration code to the station's division. No code, or one of no known province, is 4.3: a value, never a gap. */
export function originOf(registration: string | undefined, station: string): Origin {
  if (registration === undefined || !isKnownProvince(registration)) return '4.3';
  return sameProvince(registration, station) ? '4.1' : '4.2';
}
