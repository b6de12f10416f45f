import { approvals, sealedClasses } from '@guitu/contracts';
import type { Approval, Role, Safeguard, SealedClass } from '@guitu/contracts';

/** How much of a class an agency may see. `masked` and `summary` are cut out as `cuts.ts` says. */
export type Level = 'full' | 'summary' | 'masked' | 'none';

/**
 * What the data is opened for; it goes into the who-looked log.
 * - case-work: an agency does its duty in a case
 * - report: counting
 * - audit: an audit of the whole
 * - sample: a spot check of single files (抽查) by the auditors
 */
export const purposes = ['case-work', 'report', 'audit', 'sample'] as const;
export type Purpose = (typeof purposes)[number];

/** Whoever takes part in a case today. `former` and `supervising` are not among them. */
const takingPart = ['opener', 'custodian', 'responsible', 'asker', 'receiver', 'addressee', 'emitter', 'participant'] as const;
/** Whoever has the person, had the person first, or is about to have the person. */
const ownPatient = ['opener', 'custodian', 'responsible', 'receiver', 'emitter'] as const;

/** Relations that can give something. Any other word, `former` among them (own referral, record fields only), gives nothing. */
export type GrantingRelation = (typeof takingPart)[number] | 'supervising';

export interface Grant {
  readonly roles: readonly Role[];
  /** Any one of these is enough; `anybody` for those whose duty is not to a case. */
  readonly relations: readonly GrantingRelation[] | 'anybody';
  /** One of these as well, where there are any: it is for one human, and not for the whole organisation. */
  readonly approvals?: readonly Approval[];
  readonly purposes: readonly Purpose[];
  readonly see: Readonly<Partial<Record<SealedClass, Exclude<Level, 'none'>>>>;
  readonly because: string;
}

/**
 * The disclosure table: what an agency may see. Deny by default; the best of the grants that apply counts.
 * Sources: access matrix of the domain notes, section 8.2; protocol section 4, "Participation" and "Protection"; PIPL art. 6, 28, 34; Mental Health Law art. 4.
 */
export const disclosureTable: readonly Grant[] = [
  {
    roles: ['police'],
    relations: takingPart,
    purposes: ['case-work'],
    see: { identity: 'full', circumstances: 'full', 'biometric-reference': 'full' },
    because: 'police find people, check identities and compare samples; diagnoses and daily care are not their duty',
  },
  {
    roles: ['hospital'],
    relations: takingPart,
    purposes: ['case-work'],
    see: { identity: 'masked' },
    because: 'a hospital that only had to do with the case must recognise it, no more',
  },
  {
    roles: ['hospital'],
    relations: ownPatient,
    purposes: ['case-work'],
    see: { identity: 'full', circumstances: 'summary', health: 'full', care: 'full' },
    because: 'own patients: all that treating needs, and of the circumstances what a handover needs',
  },
  {
    roles: ['station'],
    relations: takingPart,
    purposes: ['case-work'],
    see: { identity: 'full', contact: 'full', circumstances: 'full', care: 'full', health: 'summary', 'biometric-reference': 'full' },
    because: 'a station shelters, traces and returns; of health: fit or unfit, risks, medication, but no diagnosis',
  },
  {
    roles: ['civil-affairs'],
    relations: ['supervising'],
    purposes: ['case-work'],
    see: { identity: 'full', contact: 'full', circumstances: 'full', care: 'full', health: 'summary', 'biometric-reference': 'full' },
    because: 'a supervising office reads as a station does, without diagnosis',
  },
  {
    roles: ['elder-care'],
    relations: takingPart,
    purposes: ['case-work'],
    see: { identity: 'summary', care: 'full' },
    because: 'an entrusted processor (PIPL art. 21): the name, care needs and medication, not how the person was found',
  },
  {
    roles: ['civil-affairs'],
    relations: takingPart,
    purposes: ['case-work'],
    see: { identity: 'full', circumstances: 'summary', care: 'summary' },
    because: 'an origin office checks whether the person is its own and prepares the continuing care',
  },
  {
    roles: ['civil-affairs'],
    relations: ['custodian', 'responsible'],
    purposes: ['case-work'],
    see: { contact: 'full' },
    because: 'an origin office that has taken the person over brings him or her to the kin',
  },
  {
    roles: ['police', 'station', 'civil-affairs'],
    relations: ['responsible', 'custodian', 'opener'],
    approvals: ['assigned-worker', 'broken-glass'],
    purposes: ['case-work'],
    see: { 'protected-location': 'full' },
    because: 'where a person is hidden, only the worker who is charged with the case needs to know, and whoever cannot wait for that worker',
  },
  {
    roles: ['audit'],
    relations: 'anybody',
    purposes: ['audit', 'sample'],
    see: { identity: 'masked', contact: 'masked', circumstances: 'full' },
    because: 'an auditor follows what was done; of health only that it exists, of samples only when, and both are in the record',
  },
  {
    roles: ['audit', 'hub'],
    relations: 'anybody',
    purposes: ['report'],
    see: { statistical: 'full' },
    because: 'reports count and see nothing else; nothing else counts',
  },
];

/** What a safeguard takes away from all that the grants give. `statistical` is nobody's personal data and stays. */
export interface SafeguardRule {
  /** Classes of which nothing is left. */
  readonly withholds: readonly SealedClass[];
  /** Unless one of these is among the relations. */
  readonly unless: readonly Approval[];
  readonly because: string;
}

const everyClass = sealedClasses.filter((dataClass) => dataClass !== 'statistical');

/** The special rules of the table: they come after the grants, and what one of them withholds nobody gets. */
export const safeguardRules: Readonly<Record<Safeguard, SafeguardRule>> = {
  restricted: {
    withholds: everyClass,
    unless: [],
    because: 'processing is restricted to storage (PIPL art. 47)',
  },
  'under-14': {
    withholds: everyClass,
    unless: approvals,
    because: 'of a person under 14 only the worker who opened the case, the assigned worker, whoever a second person approved, and whoever broke the glass see anything (PIPL art. 31)',
  },
  hidden: {
    withholds: ['circumstances', 'contact', 'protected-location'],
    unless: [],
    because: 'free text can tell where a hidden person is',
  },
};
