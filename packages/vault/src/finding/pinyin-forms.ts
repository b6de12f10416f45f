import { createRequire } from 'node:module';
import type * as PinyinPro from 'pinyin-pro';

const require = createRequire(import.meta.url);
let library: typeof PinyinPro | undefined;

/**
 * Some 300 KB of readings, needed by whoever holds the keys alone: not by the services of a vault elsewhere, nor by the commands of an operator. Loaded at once and not awaited,
 * because an import would wait outside of the simulation's one queue.
 */
export const loadReadings = (): typeof PinyinPro => (library ??= require('pinyin-pro') as typeof PinyinPro);

/** The most forms of one name that can be found. Beyond them the least likely readings are left out. */
const mostForms = 12;

const style = { toneType: 'none', type: 'array', v: true } as const;

interface Form {
  readonly text: string;
  /** How far from what the library holds for likely. */
  readonly odd: number;
}

/**
 * Pinyin of a name or a part of one, without tones and spaces, the likeliest first: each character under each of its readings (单 shan and dan, 仇 qiu and chou,
 * 乐 le and yue), because a clerk who hears a name or reads a passport knows one of them and not which is right. The first character, which may be the surname, keeps
 * all of its readings. Empty where a character has none.
 */
export function pinyinForms(text: string): readonly string[] {
  const { pinyin } = loadReadings();
  const characters = [...text];
  const likely = pinyin(text, { ...style, surname: 'head' });
  let forms: readonly Form[] = [{ text: '', odd: 0 }];
  for (const [at, character] of characters.entries()) {
    const readings = readingsOf(character, likely.length === characters.length ? likely[at] : undefined);
    forms = forms
      .flatMap((form) => readings.map((reading, rank) => ({ text: form.text + reading, odd: form.odd + (at === 0 ? 0 : rank) })))
      .sort((one, other) => one.odd - other.odd)
      .slice(0, mostForms);
  }
  return [...new Set(forms.map((form) => form.text))];
}

function readingsOf(character: string, likely: string | undefined): readonly string[] {
  const { pinyin } = loadReadings();
  const all = [...(likely === undefined ? [] : [likely]), ...pinyin(character, { ...style, multiple: true })].filter((reading) => /^[a-z]+$/u.test(reading));
  return [...new Set(all.flatMap(spellings))];
}

/** 吕 is typed lv, written lü, was lu in older passports and is lyu in newer ones (GB/T 28039-2011). */
const spellings = (reading: string): readonly string[] => (/^[ln]v/u.test(reading) ? [reading, reading.replace('v', 'u'), reading.replace('v', 'yu')] : [reading]);
