import { ancestors } from '@guitu/contracts';
import type { RegisterData } from '@guitu/contracts';
import type { Random } from '../random.js';

/** Counties that people come from: those with an office in the register and none below it. */
export interface Places {
  readonly baoji: readonly string[];
  /** Of the other prefectures of 陕西. */
  readonly shaanxi: readonly string[];
  readonly elsewhere: readonly string[];
  /** A county of the same or another province, nearer ones more often. */
  origin(sameProvince: boolean, random: Random): string;
  /** Another county that the same kind of person could be thought to come from. */
  mistaken(county: string, random: Random): string;
}

/** Provinces from which people come to 宝鸡 often: they lie on its railways. */
const frequent = new Set(['62', '51', '41', '42', '64', '14', '34']);

export function readPlaces({ organisations }: Pick<RegisterData, 'organisations'>): Places {
  const codes = organisations.filter(({ role }) => role === 'civil-affairs').map(({ division }) => division);
  const above = new Set(codes.flatMap((code) => ancestors(code)));
  const leaves = codes.filter((code) => !above.has(code));
  const baoji = leaves.filter((code) => code.startsWith('6103'));
  const shaanxi = leaves.filter((code) => code.startsWith('61') && !code.startsWith('6103'));
  const elsewhere = leaves.filter((code) => !code.startsWith('61'));
  const near = elsewhere.filter((code) => frequent.has(code.slice(0, 2)));
  return {
    baoji,
    shaanxi,
    elsewhere,
    origin: (sameProvince, random) => random.pick(sameProvince ? (random.chance(0.45) ? baoji : shaanxi) : random.chance(0.7) ? near : elsewhere),
    mistaken: (county, random) => {
      const region = county.startsWith('61') ? [...baoji, ...shaanxi] : elsewhere.filter((code) => code.slice(0, 2) === county.slice(0, 2));
      const others = region.filter((code) => code !== county);
      return random.pick(others.length > 0 ? others : elsewhere.filter((code) => code !== county));
    },
  };
}
