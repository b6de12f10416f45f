import { ageAt } from './age.js';
import { isKnownDivision } from './divisions.js';
import { isLocalDate } from './local-time.js';
import type { Instant, LocalDate } from './local-time.js';
import type { Sex } from './sex.js';

/**
 * What is odd about a number. Levels of domain notes 6.2: 1 shape, 2 check digit, 3 date, 4 address code, 5 sex.
 * A finding is a quality flag for a person to look at; none of them ever blocks anything.
 */
export interface IdentityNumberFinding {
  readonly level: 1 | 2 | 3 | 4 | 5;
  readonly code:
    | 'shape'
    | 'check-digit'
    | 'no-such-date'
    | 'birth-in-future'
    | 'age-over-130'
    | 'address-unknown'
    | 'sex-conflict'
    /** 15 digits: a number of before 1999, upgraded. */
    | 'legacy-15'
    /** 810000, 820000 or 830000: perhaps a residence permit for Hong Kong, Macao or Taiwan (P64, a weak source). */
    | 'residence-permit-prefix';
  readonly severity: 'warning' | 'note';
}

export interface IdentityNumberDescription {
  /** Upper case, half width, without blanks and dashes; 18 characters where it could be upgraded from 15. */
  readonly normalised: string;
  readonly findings: readonly IdentityNumberFinding[];
  /** Only where the number has the right shape and the date is one that somebody alive can have. */
  readonly birthDate?: LocalDate;
  /** By the parity of the sequence number: odd = male. */
  readonly sex?: '1' | '2';
  /** Six digits, known or not. */
  readonly divisionCode?: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const PERMIT_PREFIXES = new Set(['810000', '820000', '830000']);

/** Check character of the first 17 digits (GB 11643, ISO 7064 MOD 11-2; P63). */
export function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** 15 digits to 18: `19` after the sixth, and a check character (GB 11643-1989 to 1999). */
export function inEighteenDigits(number15: string): string {
  const first17 = `${number15.slice(0, 6)}19${number15.slice(6)}`;
  return first17 + checkCharacter(first17);
}

/**
 * Reads a citizen identity number (GB 11643) as it was written down.
 * `at`: the event's time, against which the age is judged. `sex`: as recorded, 0 and 9 agree with any number.
 */
export function describeIdentityNumber(number: string, context: { readonly at: Instant; readonly sex?: Sex | undefined }): IdentityNumberDescription {
  const findings: IdentityNumberFinding[] = [];
  const warn = (level: IdentityNumberFinding['level'], code: IdentityNumberFinding['code']) => findings.push({ level, code, severity: 'warning' });
  const note = (level: IdentityNumberFinding['level'], code: IdentityNumberFinding['code']) => findings.push({ level, code, severity: 'note' });

  const written = number.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '');
  const legacy = /^\d{15}$/u.test(written);
  if (legacy) note(1, 'legacy-15');
  const normalised = legacy ? inEighteenDigits(written) : written;
  if (!/^\d{17}[\dX]$/u.test(normalised)) {
    warn(1, 'shape');
    return { normalised, findings };
  }

  if (normalised.at(-1) !== checkCharacter(normalised)) warn(2, 'check-digit');

  const date = `${normalised.slice(6, 10)}-${normalised.slice(10, 12)}-${normalised.slice(12, 14)}`;
  const age = isLocalDate(date) ? ageAt(date, context.at) : undefined;
  if (age === undefined) warn(3, 'no-such-date');
  else if (age < 0) warn(3, 'birth-in-future');
  else if (age > 130) warn(3, 'age-over-130');

  const divisionCode = normalised.slice(0, 6);
  if (PERMIT_PREFIXES.has(divisionCode)) note(4, 'residence-permit-prefix');
  else if (!isKnownDivision(divisionCode)) warn(4, 'address-unknown');

  const sex = Number(normalised.charAt(16)) % 2 === 1 ? '1' : '2';
  if ((context.sex === '1' || context.sex === '2') && context.sex !== sex) warn(5, 'sex-conflict');

  const plausible = age !== undefined && age >= 0 && age <= 130;
  return { normalised, findings, ...(plausible ? { birthDate: date } : {}), sex, divisionCode };
}
