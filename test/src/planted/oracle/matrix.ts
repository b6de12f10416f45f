import type { Role, SealedClass } from '@guitu/contracts';

/**
 * Who an organisation is to a case, as the access matrix speaks of it:
 * - takes part: has to do with it in any way, today or as its opener, former holder or former responsible
 * - own: opened it, holds the person, answers for the person, or is asked to take the person and has not said no
 * - holds or answers: has the person, or must act for the person, now (of a closed case: answered last)
 * - holds, answers or opened: and so knows where a hidden person is
 * - supervises: civil affairs of the division of the responsible organisation, or above it
 */
export const situations = ['takes part', 'own', 'holds or answers', 'holds, answers or opened', 'supervises'] as const;
export type Situation = (typeof situations)[number];

/** `masked`: persons by the first character of the name, and what no file can be found by. A list: these members and no others. */
export type Shown = 'all' | 'masked' | readonly string[];

export interface Cell {
  readonly when: Situation | 'always';
  readonly shown: Shown;
  /** To one human alone: the worker who is charged with the case, or one who broke the glass in the last 24 hours ("emergency access must always work"). */
  readonly inPerson?: boolean;
}

export interface Row {
  /** The row of the matrix in the domain notes, section 8.2; for contacts and care, where the matrix has them among others. */
  readonly row: string;
  readonly dataClass: SealedClass;
  readonly cells: Readonly<Partial<Record<Role, readonly Cell[]>>>;
}

/** `hospital identity: masked when takes part` */
export const nameOfCell = (role: string, dataClass: SealedClass, { when, shown, inPerson }: Cell): string => `${role} ${dataClass}: ${typeof shown === 'string' ? shown : 'part'} when ${when}${inPerson === true ? ', in person' : ''}`;

const all = (when: Cell['when']): Cell => ({ when, shown: 'all' });
const masked = (when: Cell['when']): Cell => ({ when, shown: 'masked' });
const inPerson = (when: Cell['when']): Cell => ({ when, shown: 'all', inPerson: true });
const only = (when: Cell['when'], ...shown: readonly string[]): Cell => ({ when, shown });

/** Why the person comes, and what must be signed for. */
const reasons = ['reason', 'summary', 'wish', 'items', 'documents', 'reservationDetails'];
/** Fit or unfit, and risks. */
const fitness = ['categories', 'fitToTravel', 'condition', 'signs.impairment', 'signs.mobilityImpaired', 'signs.otherwiseUnable', 'signs.limbDisability'];
/** What must go on. */
const continuing = ['careLevel', 'careAdvice', 'medication', 'followUp'];

/**
 * The access matrix of the domain notes (8.2), with protocol section 4 where the notes have no row. Written down a second time, by hand and in the words of the notes, and not taken
 * from the hub: a line too many in the hub's own table would be a line too many here. A cell that is not here shows nothing.
 */
export const matrix: readonly Row[] = [
  {
    row: 'Name/ID/registration place',
    dataClass: 'identity',
    cells: { police: [all('takes part')], hospital: [all('own'), masked('takes part')], station: [all('takes part')], 'elder-care': [only('takes part', 'person.name')], 'civil-affairs': [all('takes part'), all('supervises')], audit: [masked('always')] },
  },
  {
    row: 'Name/ID/registration place: of kin, collectors and those who signed',
    dataClass: 'contact',
    cells: { station: [all('takes part')], 'civil-affairs': [all('supervises'), all('holds or answers')], audit: [masked('always')] },
  },
  {
    row: 'Found circumstances',
    dataClass: 'circumstances',
    cells: { police: [all('takes part')], hospital: [only('own', ...reasons)], station: [all('takes part')], 'civil-affairs': [only('takes part', ...reasons), all('supervises')], audit: [all('always')] },
  },
  {
    row: 'Diagnosis, records',
    dataClass: 'health',
    cells: { hospital: [all('own')], station: [only('takes part', ...fitness)], 'civil-affairs': [only('supervises', ...fitness)] },
  },
  {
    row: 'Diagnosis, records: care needs and medication',
    dataClass: 'care',
    cells: { hospital: [all('own')], station: [all('takes part')], 'elder-care': [all('takes part')], 'civil-affairs': [only('takes part', ...continuing), all('supervises')] },
  },
  {
    row: 'DNA',
    dataClass: 'biometric-reference',
    cells: { police: [all('takes part')], station: [all('takes part')], 'civil-affairs': [all('supervises')] },
  },
  {
    row: 'Domestic-violence address/location',
    dataClass: 'protected-location',
    // "Assigned worker", and "restricted": the police assign nobody, and have the emergency alone. To the origin hidden, unless the person was taken over there.
    cells: { police: [inPerson('holds, answers or opened')], station: [inPerson('holds, answers or opened')], 'civil-affairs': [inPerson('holds, answers or opened')] },
  },
];
