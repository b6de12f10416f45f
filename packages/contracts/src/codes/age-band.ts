import { ageRangeAt } from './age.js';
import type { KnownAge } from './age.js';
import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';
import type { Instant } from './local-time.js';

/**
 * Age bands of the survey (seed S4-04), with the cuts 18 (未成年人保护法 art. 2) and 60 (P51). `unknown` is a value: the
 * survey's own bands miss its total by 11 for want of it.
 */
export const ageBand = codeSet(
  { zh: '年龄段', en: 'Age band', source: 'seed S4-04, domain 6.4', evidence: 'seed' },
  {
    minor: { zh: '未成年人', en: 'minor' },
    adult: { zh: '青壮年', en: 'adult' },
    elderly: { zh: '老年人', en: 'elderly' },
    unknown: { zh: '不明', en: 'unknown' },
  },
);
export type AgeBand = CodeOf<typeof ageBand>;

/** Age bands of the Henan monthly return (P51, a provincial form): somebody of 18 is an adult in law and counted in 7-18 here. */
export const henanAgeBand = codeSet(
  { zh: '年龄段（河南月报）', en: 'Age band of the Henan form', source: 'Henan form (P51), domain 6.4', evidence: 'local' },
  {
    '0-6': { zh: '6周岁以下（含）', en: '6 or under' },
    '7-18': { zh: '7至18周岁', en: '7 to 18' },
    '19-59': { zh: '19至59周岁', en: '19 to 59' },
    '60+': { zh: '60周岁以上（含）', en: '60 or over' },
    unknown: { zh: '不明', en: 'unknown' },
  },
);
export type HenanAgeBand = CodeOf<typeof henanAgeBand>;

/** The band that holds the whole range; `unknown` where the range straddles a border, lies before birth, or no age is known. */
function bandOf<B extends string>(age: KnownAge | undefined, at: Instant, bands: readonly (readonly [name: B, last: number])[]): B | 'unknown' {
  if (age === undefined) return 'unknown';
  const { from, to } = ageRangeAt(age, at);
  if (from < 0) return 'unknown';
  const [name, last] = bands.find(([, end]) => from <= end) ?? ['unknown' as const, -1];
  return to <= last ? name : 'unknown';
}

/** Band of the survey at event time; each band by its last whole year. */
export function ageBandAt(age: KnownAge | undefined, at: Instant): AgeBand {
  return bandOf(age, at, [['minor', 17], ['adult', 59], ['elderly', Infinity]]);
}

/** Band of the Henan form at event time. */
export function henanAgeBandAt(age: KnownAge | undefined, at: Instant): HenanAgeBand {
  return bandOf(age, at, [['0-6', 6], ['7-18', 18], ['19-59', 59], ['60+', Infinity]]);
}
