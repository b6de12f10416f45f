import { bands, breakdown, byOutcome, groups, outcomes, totals } from './survey.js';
import type { Row } from './survey.js';

/** Every number of protocol section 5 under a path such as `table/escorted/minor`. */
export type Figures = Readonly<Record<string, number>>;

/** Counts by path; a path that nobody counted is 0. */
export function tally(): { add(path: string, count?: number): void; figures(): Figures } {
  const counts = new Map<string, number>();
  return {
    add: (path, count = 1) => counts.set(path, (counts.get(path) ?? 0) + count),
    figures: () => Object.fromEntries(counts),
  };
}

const rowPaths = (name: string, row: Row): [string, number][] => [
  ...bands.map((band): [string, number] => [`table/${name}/${band}`, row.ages[band]]),
  [`table/${name}/male`, row.male],
  [`table/${name}/female`, row.female],
  [`table/${name}/sameProvince`, row.sameProvince],
  [`table/${name}/otherProvince`, row.otherProvince],
  ...groups.map((group): [string, number] => [`table/${name}/${group}`, row.groups[group]]),
  [`table/${name}/total`, row.total],
];

function paths(prefix: string, counts: object): [string, number][] {
  return Object.entries(counts).flatMap(([name, value]: [string, unknown]) => (typeof value === 'number' ? [[`${prefix}/${name}`, value] as [string, number]] : paths(`${prefix}/${name}`, value as object)));
}

/** What the sample has to be. */
export function expectedFigures(): Figures {
  return Object.fromEntries([...outcomes.flatMap((outcome) => rowPaths(outcome, byOutcome[outcome])), ...rowPaths('all', totals), ...Object.entries(breakdown).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value] as [string, number]] : paths(name, value)))]);
}
