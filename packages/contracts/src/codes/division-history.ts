import { isHeading, levelOf, prefectureOf } from './division-code.js';
import { retirements } from './division-amendments.js';
import { editionNames, readEdition } from './gb2260-editions.js';
import type { Edition } from './gb2260-editions.js';

export interface RetiredDivision {
  readonly name: string;
  /** Last edition (`YYYYMM`) that has the code. */
  readonly lastEdition: string;
  readonly successors: readonly string[];
}

type Retired = Map<string, { readonly name: string; readonly lastEdition: string; successors: readonly string[] }>;

/** What a renumbering leaves alone. */
const sameThing = (code: string, name: string): string => `${code.slice(0, 2)} ${levelOf(code)} ${name}`;

const byThing = (edition: Edition, codes: readonly string[]): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const code of codes) {
    const thing = sameThing(code, edition[code] ?? '');
    found.set(thing, [...(found.get(thing) ?? []), code]);
  }
  return found;
};

/** Codes that go between two editions, and what each was renumbered to: of that name, level and province exactly one goes and exactly one comes. */
function addRetired(retired: Retired, editionName: string, edition: Edition, next: Edition): void {
  const gone = Object.keys(edition).filter((code) => next[code] === undefined);
  const came = byThing(next, Object.keys(next).filter((code) => edition[code] === undefined));
  for (const [thing, codes] of byThing(edition, gone)) {
    const successors = codes.length === 1 ? (came.get(thing) ?? []) : [];
    for (const code of codes) {
      const name = edition[code] ?? '';
      retired.set(code, { name, lastEdition: editionName, successors: successors.length === 1 && !isHeading(name) ? successors : [] });
    }
  }
}

/** A prefecture whose counties were renumbered lives on in the prefectures that they went to. */
function followCounties(retired: Retired): void {
  for (const [code, county] of retired) {
    const prefecture = levelOf(code) === 'county' ? retired.get(prefectureOf(code)) : undefined;
    if (prefecture === undefined) continue;
    prefecture.successors = [...new Set([...prefecture.successors, ...county.successors.map(prefectureOf)])].toSorted();
  }
}

/**
 * Codes that the last edition no longer has, with their successors as far as they are certain:
 * - the small table of `division-amendments.ts`;
 * - a renumbering between two editions (寿县 341521 to 340422 when it changed its prefecture);
 * - a prefecture whose counties were renumbered (巢湖 341400 fans out to three).
 * Anything else (a county turned district under a new name) has none: its office is found through its ancestors.
 * Reads all editions: some 1.7 MB, once, when a code is first asked for that the last edition lacks.
 */
export function readHistory(): ReadonlyMap<string, RetiredDivision> {
  const names = editionNames();
  const editions = names.map(readEdition);
  const current = editions.at(-1) ?? {};
  const retired: Retired = new Map();
  editions.forEach((edition, index) => {
    const next = editions[index + 1];
    if (next !== undefined) addRetired(retired, names[index] ?? '', edition, next);
  });
  for (const code of retired.keys()) if (current[code] !== undefined) retired.delete(code);
  followCounties(retired);
  for (const [code, { lastEdition, successors }] of Object.entries(retirements)) {
    const name = retired.get(code)?.name ?? current[code];
    if (name !== undefined) retired.set(code, { name, lastEdition, successors });
  }
  return retired;
}
