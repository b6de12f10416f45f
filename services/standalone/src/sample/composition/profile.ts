import type { Sex } from '@guitu/contracts';
import type { Band, Group, Outcome } from './survey.js';

export type Channel = 'walk-in' | 'police' | 'patrol' | 'hospital' | 'public';
export type HospitalKind = 'psychiatric' | 'acute' | 'infectious';
/** When a person who was unidentified at admission was identified, counted from the admission; `gone`: left or died first, `open`: not yet. */
export type Known = '24h' | '10d' | '90d' | 'later' | 'gone' | 'open';
export type PlacedOutcome = 'stays' | 'home' | 'settled' | 'died' | 'left' | 'hospital';
/** How the office of origin answered: at once, after a redirection, after a decision of that level above, or not yet. */
export type ReturnAnswer = 'accepted' | 'redirected' | 'bureau' | 'prefecture' | 'province' | 'open';
export type Manner = 'kin' | 'unit' | 'origin' | 'household' | 'in-place' | 'child-welfare' | 'department';

/** Who somebody is in truth, which the hub may or may not know. Invented. */
export interface Somebody {
  readonly key: string;
  readonly name: string;
  readonly sex: Extract<Sex, '1' | '2'>;
  readonly birthDate: string;
  /** County of registration, which is where an escort goes. */
  readonly county: string;
  /** As the person gives it: mostly right, sometimes of an obsolete county, of 15 digits, or mistyped; absent where nobody has it. */
  readonly idNumber?: string;
}

/** Whole days from the day of arrival (0), but for `known`, which is in hours after the admission. */
export interface Days {
  /** At the bedside of somebody in hospital first: the next day. */
  admitted: number;
  known?: number;
  toHospital?: number;
  fromHospital?: number;
  placed?: number;
  returnAsked?: number;
  returnAccepted?: number;
  /** Application for settlement. */
  applied?: number;
  /** The day of the exit; none for the stock. */
  exit?: number;
}

/** One person-time: everything that its script needs to know. Filled in by one file of this folder after the other. */
export interface Profile {
  readonly key: string;
  readonly outcome: Outcome;
  readonly band: Band;
  readonly male: boolean;
  readonly sameProvince: boolean;
  group?: Group;
  /** How exactly the outcome came about. */
  manner?: Manner;
  /** A minor of 16 or 17, who may leave alone. */
  almostAdult: boolean;
  channel: Channel;
  hospitalFirst?: { readonly kind: HospitalKind; readonly enters: boolean };
  /** Sent to hospital in the course of the stay, and why. */
  hospitalLater?: HospitalKind;
  placed?: PlacedOutcome;
  /** Where a person of the stock is at the end of the period. */
  stockPlace?: 'station' | 'hospital' | 'elder-care';
  /** Absent: identified at admission. */
  known?: Known;
  return?: ReturnAnswer;
  person: Somebody;
  /** Estimate recorded at admission where the age is not known. */
  estimate?: { readonly from: number; readonly to: number };
  /** The name given at this visit by somebody whom nobody recognised. */
  alias?: string;
  /** Key of the person's earlier visit that this one is linked to. */
  linkedTo?: string;
  /** Key of another person's visit that this one was linked to by mistake, for a day. */
  wronglyLinkedTo?: string;
  /** What the receiver noted at the handover on arrival or on return. */
  reservation?: 'cash' | 'goods' | 'papers' | 'condition';
  disputed?: boolean;
  /** Key of the report that turned out to be of the same person. */
  duplicate?: string;
  days: Days;
  /** Arrival, in milliseconds since 1970. */
  start: number;
}

/** Contacts that never became a person-time. */
export interface OutsideProfile {
  readonly key: string;
  readonly kind: 'declined' | 'hotline' | 'duplicate' | 'kin-took-over';
  readonly person: Somebody;
  readonly estimate: { readonly from: number; readonly to: number };
  readonly start: number;
  /** Case that survives, for a duplicate. */
  readonly survivor?: string;
}

export interface Composition {
  readonly seed: string;
  readonly profiles: readonly Profile[];
  readonly outside: readonly OutsideProfile[];
}

export const impaired = ({ group }: Pick<Profile, 'group'>): boolean => group === 'mental' || group === 'intellectual';
/** May leave alone (protocol section 1): 16 or over, no sign of mental or intellectual impairment. An age range of the unknown band starts above 16 here. */
export const mayLeave = (profile: Pick<Profile, 'group' | 'band' | 'almostAdult'>): boolean => !impaired(profile) && (profile.band !== 'minor' || profile.almostAdult);
/** Never in the station's house: from hospital home, away, to a partner, or still there. */
export const neverEntered = ({ hospitalFirst }: Profile): boolean => hospitalFirst?.enters === false;
