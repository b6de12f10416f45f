/**
 * The figures of the sample, as protocol section 5 has them. The survey (seed S4-01 to S4-06) gives the totals of origin, sex, age and key group and the
 * exits ticket, escorted and collected; the other seven columns are the 259 person-times that it says nothing about, and the breakdowns are the sample's own.
 */
export const outcomes = ['ticket', 'escorted', 'collected', 'selfLeave', 'left', 'terminated', 'settled', 'died', 'other', 'stock'] as const;
/** How a person-time stands at the end of the period; the words of the period report. */
export type Outcome = (typeof outcomes)[number];
export const bands = ['adult', 'elderly', 'minor', 'unknown'] as const;
export type Band = (typeof bands)[number];
export const groups = ['limb', 'mental', 'intellectual'] as const;
/** Key groups of the survey: limb disability, mental illness, intellectual disability or dementia. */
export type Group = (typeof groups)[number];

export interface Row {
  readonly ages: Readonly<Record<Band, number>>;
  readonly male: number;
  readonly female: number;
  readonly sameProvince: number;
  readonly otherProvince: number;
  readonly groups: Readonly<Record<Group, number>>;
  readonly total: number;
}

const row = (ages: readonly [number, number, number, number], sex: readonly [number, number], origin: readonly [number, number], group: readonly [number, number, number], total: number): Row => ({
  ages: { adult: ages[0], elderly: ages[1], minor: ages[2], unknown: ages[3] },
  male: sex[0],
  female: sex[1],
  sameProvince: origin[0],
  otherProvince: origin[1],
  groups: { limb: group[0], mental: group[1], intellectual: group[2] },
  total,
});

/** The table, one line for each of its columns. */
export const byOutcome: Readonly<Record<Outcome, Row>> = {
  ticket: row([953, 205, 40, 0], [958, 240], [893, 305], [58, 0, 0], 1_198),
  escorted: row([66, 30, 129, 0], [140, 85], [167, 58], [18, 52, 18], 225),
  collected: row([10, 9, 23, 0], [24, 18], [33, 9], [2, 14, 5], 42),
  selfLeave: row([77, 9, 4, 0], [70, 20], [72, 18], [3, 0, 0], 90),
  left: row([42, 3, 14, 2], [52, 9], [48, 13], [2, 8, 1], 61),
  terminated: row([14, 0, 0, 0], [13, 1], [11, 3], [0, 0, 0], 14),
  settled: row([3, 1, 7, 0], [6, 5], [8, 3], [0, 2, 2], 11),
  died: row([2, 3, 0, 2], [6, 1], [6, 1], [0, 2, 0], 7),
  other: row([5, 1, 10, 0], [10, 6], [8, 8], [0, 3, 0], 16),
  stock: row([22, 20, 11, 7], [42, 18], [42, 18], [6, 26, 13], 60),
};

/** Its last column. */
export const totals: Row = row([1_194, 281, 238, 11], [1_321, 403], [1_288, 436], [89, 107, 39], 1_724);

/** What the survey prints: three exits, and ages whose sum is 11 short of its own total. */
export const printedExits = { ticket: 1_198, escorted: 225, collected: 42 } as const;
export const printedAges = { adult: 1_194, elderly: 281, minor: 238 } as const;
/** Person-times of which the survey does not say how they ended: 15.0 %. */
export const unexplained = 259;

export const breakdown = {
  settled: { household: 4, 'in-place': 7 },
  other: { 'child-welfare': 10, department: 6 },
  collected: { kin: 28, unit: 2, origin: 12 },
  stock: { station: 12, hospital: 17, 'elder-care': 31 },
  channel: { 'walk-in': 938, police: 521, patrol: 121, hospital: 39, public: 105 },
  hospitalFirst: {
    total: 112,
    by: { police: 61, hospital: 39, patrol: 12 },
    kind: { psychiatric: 61, acute: 43, infectious: 8 },
    enters: 64,
    never: { kin: 11, escorted: 8, 'elder-care': 6, left: 5, died: 4, stock: 12, 'ticket-or-self-leave': 2 },
  },
  hospitalLater: 46,
  placed: { total: 54, outcome: { stays: 31, home: 14, settled: 4, died: 2, left: 1, hospital: 2 } },
  unidentified: { total: 168, known: { '24h': 71, '10d': 40, '90d': 22, later: 6, gone: 9, open: 20 } },
  returns: {
    total: 268,
    answer: { accepted: 234, redirected: 12, bureau: 12, prefecture: 5, province: 2, open: 3 },
    end: { escorted: 225, 'collected-by-origin': 12, 'kin-came': 28, open: 3 },
  },
  crossProvinceEscorts: 58,
  relays: 2,
  handovers: { reservations: 22, disputed: 11 },
  persons: { truth: 1_611, byVisits: { 1: 1_520, 2: 74, 3: 12, 4: 5 }, known: 1_617, unrecognised: 6, wrongLinks: 2 },
  outside: { declined: 310, hotline: 60, duplicates: 9, kinTookOver: 18 },
} as const;
