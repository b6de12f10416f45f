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

/** By character. Some thousands are used in names; what fills this is no name. */
const known = new Map<string, readonly string[]>();
const mostKnown = 20_000;

interface Form {
  readonly text: string;
  /** How far from the commonest readings. */
  readonly odd: number;
}

/**
 * Pinyin of a name or a part of one, without tones and spaces, the commonest first: each character under each of its readings (单 shan and dan, 仇 qiu and chou, 乐 le and yue),
 * because a clerk who hears a name or reads a passport knows one of them and not which is right. The first character, which may be the surname, keeps all of its readings.
 * Empty where a character has none.
 */
export function pinyinForms(text: string): readonly string[] {
  let forms: readonly Form[] = [{ text: '', odd: 0 }];
  for (const [at, character] of [...text].entries()) {
    const readings = readingsOf(character);
    forms = forms
      .flatMap((form) => readings.map((reading, rank) => ({ text: form.text + reading, odd: form.odd + (at === 0 ? 0 : rank) })))
      .sort((one, other) => one.odd - other.odd)
      .slice(0, mostForms);
  }
  return [...new Set(forms.map((form) => form.text))];
}

/** Asking the library is most of the work of a term, so each character is asked for once. */
function readingsOf(character: string): readonly string[] {
  const before = known.get(character);
  if (before !== undefined) return before;
  const { pinyin } = loadReadings();
  const all = [...pinyin(character, { ...style, multiple: true }), ...pinyin(character, { ...style, surname: 'head' })].filter((reading) => /^[a-z]+$/u.test(reading));
  const readings = [...new Set(all.flatMap(spellings))];
  if (known.size >= mostKnown) known.clear();
  known.set(character, readings);
  return readings;
}

/** 吕 is typed lv, written lü, was lu in older passports and is lyu in newer ones (GB/T 28039-2011). */
const spellings = (reading: string): readonly string[] => (/^[ln]v/u.test(reading) ? [reading, reading.replace('v', 'u'), reading.replace('v', 'yu')] : [reading]);
