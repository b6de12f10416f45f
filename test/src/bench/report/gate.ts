import type { Figure } from '../row.js';
import type { Baseline } from './baseline.js';
import { titleOf } from './scale.js';

const WORSE = 1.5;

/** What the gate has to say about a run, in sentences. */
export interface Gated {
  /** Each of them fails it. */
  readonly faults: readonly string[];
  /** What was compared and how, and what was not. */
  readonly notes: readonly string[];
}

interface Comparison {
  readonly figure: Figure;
  readonly ratio: number;
  readonly before: Baseline[string];
}

const anotherScale = ({ figure, before }: Comparison): boolean => figure.scale !== (before.scale ?? null);
const scaleOf = ({ before }: Comparison): string => before.scale ?? 'a scale that was not noted';

/** A ratio that is no number is worse than any. */
function faultOf(comparison: Comparison): readonly string[] {
  const { figure, ratio, before } = comparison;
  const times = before.better === 'higher' ? before.ratio / ratio : ratio / before.ratio;
  if (times < WORSE) return [];
  const at = anotherScale(comparison) ? ` at ${scaleOf(comparison)}` : '';
  return [`${titleOf(figure)}: the ratio was ${before.ratio}${at} and is ${ratio.toFixed(3)}, ${times.toFixed(1)} times worse`];
}

/**
 * Holds ratios against the baseline by the name of the figure, at whatever scale each was measured; fails where one is 1.5 times worse or more, and where nothing
 * at all could be compared. `judged`: whether the run was long enough to tell.
 */
export function gate(figures: readonly Figure[], baseline: Baseline, judged: boolean): Gated {
  const comparisons: Comparison[] = [];
  const unknown: string[] = [];
  for (const figure of figures) {
    if (figure.ratio === null) continue;
    const before = baseline[figure.name];
    if (before === undefined) unknown.push(figure.name);
    else comparisons.push({ figure, ratio: figure.ratio, before });
  }
  const nothing = comparisons.length === 0 ? ['the gate compared nothing: no figure of this run has a ratio that the baseline knows'] : [];
  return {
    faults: [...nothing, ...comparisons.flatMap(faultOf)],
    notes: [
      `the gate compared ${comparisons.length} of the ${Object.keys(baseline).length} ratios in the baseline`,
      ...(judged ? [] : ['rounds as short as these show that the gate works, and no more']),
      ...(unknown.length === 0 ? [] : [`not in the baseline, and not compared: ${unknown.join('; ')}`]),
      ...comparisons.filter(anotherScale).map((comparison) => `${titleOf(comparison.figure)} was compared with a ratio at another scale: ${scaleOf(comparison)}`),
    ],
  };
}
