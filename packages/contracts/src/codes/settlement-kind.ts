import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/** Kinds of settlement: household registration (P27, P35) and settlement in place with schooling and allowance (seed S3-04). Not the same thing. */
export const settlementKind = codeSet(
  { zh: '安置方式', en: 'Kind of settlement', source: 'P27, P35, seed S3-04; domain 3.3 E46 and E47', evidence: 'seed' },
  {
    household: { zh: '落户安置', en: 'household registration' },
    'in-place': { zh: '就地安置', en: 'settled in place' },
  },
);
export type SettlementKind = CodeOf<typeof settlementKind>;
