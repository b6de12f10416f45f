import type { IndexKind, IndexQuery } from '../port.js';
import { compoundSurnames } from './compound-surnames.js';
import { pinyinForms } from './pinyin-forms.js';
import { isLatin, writtenNumber, writtenParts } from './written.js';

/** Of more parts, the rest is found in the whole name alone; nobody has so many, and a text that does must not fill the index. */
const mostParts = 8;

/**
 * What a person is found under; a search asks for one of these. Empty when nothing is left to look for. All terms of a kind are alike in the index: it does not tell a surname
 * from a whole name.
 */
export const termsOf = ({ kind, value }: IndexQuery): ReadonlySet<string> => terms[kind](value);

const terms: Readonly<Record<IndexKind, (value: string) => ReadonlySet<string>>> = {
  'id-number': (value) => new Set([writtenNumber(value)].filter((number) => number !== '')),
  name: (value) => {
    const parts = writtenParts(value);
    const whole = parts.join('');
    const found = new Set([whole, ...(parts.length > 1 ? parts.slice(0, mostParts) : surnameAndGiven(whole))].filter((term) => term !== ''));
    if (parts.length > 1) for (const form of latinForms(parts)) found.add(form);
    for (const part of [...found]) if (isChinese(part)) for (const form of pinyinForms(part)) found.add(form);
    return found;
  },
};

const isChinese = (part: string): boolean => /^\p{Script=Han}+$/u.test(part);

/** Of a name that is written in one; both ways where it may begin with a compound surname. */
function surnameAndGiven(name: string): readonly string[] {
  const characters = [...name];
  if (!isChinese(name) || characters.length < 2) return [];
  const at = (place: number): readonly string[] => [characters.slice(0, place).join(''), characters.slice(place).join('')];
  return [...at(1), ...(characters.length > 2 && compoundSurnames.has(characters.slice(0, 2).join('')) ? at(2) : [])];
}

/** The whole of a name of which some parts are written in Latin letters and others in Chinese characters: 阿依古丽·Mamat. */
function latinForms(parts: readonly string[]): readonly string[] {
  if (!parts.some(isLatin) || !parts.every((part) => isLatin(part) || isChinese(part))) return [];
  return [parts.map((part) => (isLatin(part) ? part : (pinyinForms(part)[0] ?? ''))).join('')];
}
