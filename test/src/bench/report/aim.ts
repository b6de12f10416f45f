import type { Figure } from '../row.js';
import { ofCases } from './scale.js';

export type Verdict = 'met' | 'missed' | 'none';

interface Aim {
  readonly of: 'value' | 'ratio';
  readonly than: '>=' | '<=' | '<';
  readonly bound: number;
}

/** An aim that is set for one scale: as it is where the run had that scale; else with the scale before it, and then no verdict is passed on it. */
export const aimAt = (scale: string, reached: boolean, aim: string): string => (reached ? aim : `at ${scale}: ${aim}`);

/** The hub's memory and the reading of histories are to hold for this many cases. */
const MANY_CASES = 1_000_000;
export const aimAtManyCases = (cases: number, aim: string): string => aimAt(ofCases(MANY_CASES), cases >= MANY_CASES, aim);

/** Throws `RangeError` for an aim that says nothing. */
export function parseAim(text: string): Aim {
  const found = /^(value|ratio) (>=|<=|<) ([\d.]+)$/u.exec(text);
  if (found === null) throw new RangeError(`an aim reads "(value|ratio) (>=|<=|<) number", not "${text}"`);
  const [, of, than, bound] = found;
  return { of: of as Aim['of'], than: than as Aim['than'], bound: Number(bound) };
}

export function verdictOn({ aim, value, ratio }: Figure): Verdict {
  if (aim === null || aim.startsWith('at ')) return 'none';
  const { of, than, bound } = parseAim(aim);
  const reached = of === 'value' ? value : (ratio ?? Number.NaN);
  const met = than === '>=' ? reached >= bound : than === '<=' ? reached <= bound : reached < bound;
  return met ? 'met' : 'missed';
}
