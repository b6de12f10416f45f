import type { Profile } from '../composition/profile.js';
import { impaired } from '../composition/profile.js';
import type { Random } from '../random.js';
import { accentOf, appearance } from './words.js';

type Age = { birthDate: string } | { from: number; to: number };
export interface PersonBody {
  name?: string;
  idNumber?: string;
  sex: '1' | '2';
  age: Age;
  origin?: { division: string; estimated: boolean };
  accent?: string;
  appearance?: string;
}
export interface SignsBody {
  impairment: boolean;
  mobilityImpaired: boolean;
  limbDisability: boolean;
  mentalIllness: boolean;
  intellectualDisability: boolean;
}

/** As the street sees somebody: no papers, an age by the look of it. */
export function atFirstSight({ person, estimate, alias, known }: Profile, random: Random): PersonBody {
  const age: Age = estimate ?? { birthDate: person.birthDate };
  const saysName = known === undefined && random.chance(0.7);
  return { sex: person.sex, age, ...(saysName ? { name: alias ?? person.name } : {}), appearance: appearance(random) };
}

/** As registered at admission. Who is not identified carries an estimate of age and origin, so that the survey's origins add up. */
export function atAdmission({ person, estimate, alias, known }: Profile, random: Random): PersonBody {
  if (known !== undefined && estimate !== undefined) {
    const division = person.county.startsWith('61') ? random.pick(['610000', '610300']) : `${person.county.slice(0, 2)}0000`;
    return { sex: person.sex, age: estimate, origin: { division, estimated: true }, accent: accentOf(person.county), appearance: appearance(random) };
  }
  if (alias !== undefined) return { name: alias, sex: person.sex, age: { birthDate: person.birthDate }, origin: { division: person.county, estimated: false } };
  return asKnown(person);
}

export function asKnown(person: Profile['person']): PersonBody {
  return {
    name: person.name,
    ...(person.idNumber === undefined ? {} : { idNumber: person.idNumber }),
    sex: person.sex,
    age: { birthDate: person.birthDate },
    origin: { division: person.county, estimated: false },
  };
}

export function signsOf(profile: Profile): SignsBody {
  return {
    impairment: impaired(profile),
    mobilityImpaired: profile.group === 'limb',
    limbDisability: profile.group === 'limb',
    mentalIllness: profile.group === 'mental',
    intellectualDisability: profile.group === 'intellectual',
  };
}
