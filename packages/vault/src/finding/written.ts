import { inEighteenDigits } from '@guitu/contracts';

// The dot between the parts of a transliterated name (买买提·艾力) is typed as any of these; NFKC has folded the half-width one.
const betweenParts = /[\s\u00b7\u2022\u2027\u2219\u22c5\u30fb]+/gu;
/** What pinyin and other Latin names have inside: xi'an, Jean-Luc. */
const insideLatin = /['\u2018\u2019\u0060\u02bc\-\u2010\u2011]/gu;

/** The GB 11643 check character X is often typed in lower case, and groups are often spaced. A number of 15 digits, from before 1999, is the same as its 18. */
export function writtenNumber(text: string): string {
  const written = text.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  return /^\d{15}$/u.test(written) ? inEighteenDigits(written) : written;
}

/** The parts of a name as they stand apart in writing; Latin letters in lower case and without tones, ü of pinyin as v. */
export function writtenParts(name: string): readonly string[] {
  return name.normalize('NFKC').split(betweenParts).map(plain).filter((part) => part !== '');
}

export const isLatin = (part: string): boolean => /^[a-z]+$/u.test(part);

function plain(part: string): string {
  const lower = part.toLowerCase();
  const latin = lower.replace(insideLatin, '').normalize('NFD').replace(/([ln])u\u0308/gu, '$1v').replace(/\p{M}/gu, '');
  // Other scripts keep their marks: those of Tibetan and Arabic are letters.
  return latin === '' || isLatin(latin) ? latin : lower;
}
