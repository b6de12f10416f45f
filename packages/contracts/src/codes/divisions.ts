import { newCodes, retirements } from './division-amendments.js';
import { isHeading, isSixDigits, levelOf, prefectureOf, provinceOf } from './division-code.js';
import type { DivisionLevel } from './division-code.js';
import { readHistory } from './division-history.js';
import type { RetiredDivision } from './division-history.js';
import { editionNames, readEdition } from './gb2260-editions.js';
import type { Edition } from './gb2260-editions.js';

/** A division of GB/T 2260, of any edition from 2002-12 to 2016-07 and the amendments that we know. */
export interface Division {
  readonly code: string;
  /** Name in the last edition that has the code. */
  readonly name: string;
  readonly level: DivisionLevel;
  /** Code of the division above that is a government; a county directly under its province has the province. None for a province. */
  readonly parent: string | undefined;
  /** True for a name that only heads a list (市辖区, 省直辖县级行政区划): in the standard, but without a government. */
  readonly heading: boolean;
  readonly status: 'current' | 'retired';
  /** Last edition (`YYYYMM`) that has the code; none while it is current. */
  readonly lastEdition: string | undefined;
  /** What took the place of a retired code, as far as that is certain. More than one = somebody has to choose. */
  readonly successors: readonly string[];
}

// Parsed on first use: the last edition alone answers for nearly every code, the history only when it is needed.
let lastEdition: Edition | undefined;
let history: ReadonlyMap<string, RetiredDivision> | undefined;

const nameInLastEdition = (code: string): string | undefined => {
  lastEdition ??= { ...readEdition(editionNames().at(-1) ?? ''), ...newCodes };
  return lastEdition[code];
};
const retiredDivision = (code: string): RetiredDivision | undefined => (history ??= readHistory()).get(code);

/** Looks a code up in every edition; undefined when none has it. Never a reason to turn a person away. */
export function division(code: string): Division | undefined {
  if (!isSixDigits(code)) return undefined;
  const current = nameInLastEdition(code);
  const retired = current === undefined || Object.hasOwn(retirements, code) ? retiredDivision(code) : undefined;
  const name = retired?.name ?? current;
  if (name === undefined) return undefined;
  return {
    code,
    name,
    level: levelOf(code),
    parent: ancestors(code)[0],
    heading: isHeading(name),
    status: retired === undefined ? 'current' : 'retired',
    lastEdition: retired?.lastEdition,
    successors: retired?.successors ?? [],
  };
}

/** True for a code of any edition, current or retired. */
export function isKnownDivision(code: string): boolean {
  return isSixDigits(code) && (nameInLastEdition(code) !== undefined || retiredDivision(code) !== undefined);
}

/** True for six digits of which the first two are a province: what a code that is newer than our editions still shows. */
export function isKnownProvince(code: string): boolean {
  return isSixDigits(code) && nameInLastEdition(provinceOf(code)) !== undefined;
}

/**
 * The governments above a code, nearest first, by its digits; also for a code that no edition has. A prefecture that is
 * only a heading, or no longer exists, is left out: 429004 仙桃市 goes straight to 420000.
 */
export function ancestors(code: string): string[] {
  if (!isSixDigits(code)) return [];
  const above = { county: [prefectureOf(code), provinceOf(code)], prefecture: [provinceOf(code)], province: [] }[levelOf(code)];
  return above.filter((candidate) => {
    const name = nameInLastEdition(candidate);
    return name !== undefined && !isHeading(name);
  });
}

/** True when both codes lie in the same, known province. */
export function sameProvince(a: string, b: string): boolean {
  return isKnownProvince(a) && isKnownProvince(b) && provinceOf(a) === provinceOf(b);
}
