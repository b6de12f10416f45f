import type { Figure } from '../row.js';

export type Verdict = 'met' | 'missed' | 'none';

interface Aim {
  readonly of: 'value' | 'ratio';
  readonly than: '>=' | '<=' | '<';
  readonly bound: number;
}

/** Throws `RangeError` for an aim that says nothing. */
export function parseAim(text: string): Aim {
  const found = /^(value|ratio) (>=|<=|<) ([\d.]+)$/u.exec(text);
  if (found === null) throw new RangeError(`an aim reads "(value|ratio) (>=|<=|<) number", not "${text}"`);
  const [, of, than, bound] = found;
  return { of: of as Aim['of'], than: than as Aim['than'], bound: Number(bound) };
}

export function verdictOn({ aim, value, ratio }: Figure): Verdict {
  if (aim === null) return 'none';
  const { of, than, bound } = parseAim(aim);
  const reached = of === 'value' ? value : (ratio ?? Number.NaN);
  const met = than === '>=' ? reached >= bound : than === '<=' ? reached <= bound : reached < bound;
  return met ? 'met' : 'missed';
}
