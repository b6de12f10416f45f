import type { Role, SealedClass } from '@guitu/contracts';
import { sealedClasses } from '@guitu/contracts';
import type { CaseState, Register } from '@guitu/referral';
import type { MarkedClass, Planting } from '../marks/marks.js';
import type { Cell } from './matrix.js';
import { matrix } from './matrix.js';
import { standingOf } from './standing.js';
import type { Standing } from './standing.js';
import { whatIsLeft } from './what-is-left.js';

/** Who asks. */
export interface Caller {
  readonly organisation: string;
  readonly role: Role;
  /** The human, where the client names one. */
  readonly user?: string;
}

/** Free text of these classes can name the place of a hidden person, and the third is the place. */
const tellsThePlace: ReadonlySet<MarkedClass> = new Set(['circumstances', 'contact', 'protected-location']);

/** At most this may a caller be shown of one case at one moment. */
export interface Permission {
  readonly standing: Standing;
  /** The fields of a class of one event, as far as the matrix goes; undefined where it shows nothing of it. */
  fields(planting: Planting, dataClass: SealedClass): Readonly<Record<string, unknown>> | undefined;
  /** The cells of the matrix by which a class is shown, for the count of what was tried. */
  cells(dataClass: SealedClass): readonly Cell[];
  /** May the plain part of the event be shown, and the human who recorded it? */
  record(planting: Planting): boolean;
  actor(planting: Planting): boolean;
  /** May this organisation be named? */
  names(organisation: string): boolean;
  /** May the human who recorded the event stand in a list that is about no case alone? */
  listed(planting: Planting): boolean;
  /** Every emergency access stands in the period report of those who answered for the case when it happened, also when they take part in it no more. */
  answersFor(accessId: unknown): boolean;
}

export interface Question {
  readonly caller: Caller;
  readonly state: CaseState;
  /** What was recorded in the case, with its marks. */
  readonly plantings: readonly Planting[];
  readonly register: Register;
  /** The keys of the person were destroyed: nobody sees anything of them any more. */
  readonly erased: boolean;
  /** Business time at which it is asked. */
  readonly now: string;
}

const cellsOf = ({ role }: Caller, situations: Standing['situations'], charged: boolean, dataClass: SealedClass): readonly Cell[] =>
  (matrix.find((row) => row.dataClass === dataClass)?.cells[role] ?? []).filter(({ when, inPerson }) => (when === 'always' || situations.has(when)) && (inPerson !== true || charged));

/** Charged with the case by the own organisation, or broke the glass in the last 24 hours. */
const isCharged = ({ workers, brokenGlass }: CaseState, { organisation, user }: Caller, now: string): boolean =>
  user !== undefined && (workers[organisation] === user || Object.values(brokenGlass).some((access) => access.organisation === organisation && access.user === user && now < access.until));

/**
 * "Under-14 record: approval / assigned worker": whoever opened the case, is assigned to it, was approved, or broke the glass in the last 24 hours; where the opening names nobody,
 * anybody of that organisation; where an approval names nobody, anybody of the organisation that it is for.
 */
function mayReadChild(state: CaseState, caller: Caller, now: string): boolean {
  const { opened, approvedAccess } = state;
  const { organisation, user } = caller;
  const me = (named: string | undefined): boolean => named === undefined || named === user;
  return (
    (opened?.organisation === organisation && me(opened.user)) ||
    Object.values(approvedAccess).some((approval) => approval.organisation === organisation && me(approval.user) && (approval.until === undefined || now < approval.until)) ||
    isCharged(state, caller, now)
  );
}

/** What the caller may be shown, from the matrix and from what is true of the case at this moment: read it beside section 8.2 of the domain notes and section 4 of the protocol. */
export function permitted({ caller, state, plantings, register, erased, now }: Question): Permission {
  const auditor = caller.role === 'audit';
  // The officer stands beside every case, and is shown nothing of any class.
  const beside = auditor || caller.role === 'data-protection';
  const standing: Standing = beside ? { sees: state.opened === undefined ? 'nothing' : 'the case', situations: new Set(), hidden: state.protectedSince !== undefined } : standingOf(state, caller.organisation, register, now);
  const whole = standing.sees === 'the case';
  const closed = erased || state.restrictedSince !== undefined;
  const locked = state.under14 === true && !mayReadChild(state, caller, now);
  const own = ({ by }: Planting): boolean => by === caller.organisation;
  const askedOf = ({ fields }: Planting): boolean => fields.record?.['to'] === caller.organisation;
  // Why the glass was broken is for the offices above to judge.
  const judges = ({ name }: Planting): boolean => name === 'access-broken-glass' && standing.situations.has('supervises');
  const known = namedIn(plantings.filter(own)).add(caller.organisation);
  const charged = isCharged(state, caller, now);
  const cells = (dataClass: SealedClass): readonly Cell[] => (whole ? cellsOf(caller, standing.situations, charged, dataClass) : []);
  const answersFor = (accessId: unknown): boolean => {
    const responsible = state.brokenGlass[String(accessId)]?.responsible;
    return responsible !== undefined && (responsible === caller.organisation || register.supervises(caller.organisation, responsible));
  };
  return {
    standing,
    cells,
    fields: (planting, dataClass) => {
      if (closed || (locked && !judges(planting))) return undefined;
      // While the person is hidden: what it recorded itself, and what was asked of it or is its to judge (an auditor: everything), without the text that may name a place.
      if (standing.hidden && !own(planting) && (tellsThePlace.has(dataClass) || !(auditor || askedOf(planting) || judges(planting)))) return undefined;
      return union(cells(dataClass), dataClass, planting);
    },
    // The numbers of papers begin with the name of the office that gives them.
    record: (planting) => whole && (!standing.hidden || own(planting)),
    actor: (planting) => whole && (!standing.hidden || own(planting)),
    names: (organisation) => standing.sees !== 'nothing' && (!standing.hidden || (!beside && known.has(organisation))),
    listed: ({ name, event }) => name === 'access-broken-glass' && (auditor ? !standing.hidden && event?.id !== undefined && state.brokenGlass[event.id]?.responsible !== undefined : state.protectedSince === undefined && answersFor(event?.id)),
    answersFor,
  };
}

/** Cells of one row only ever widen one another: all, or else the one list or mask. */
function union(cells: readonly Cell[], dataClass: SealedClass, { fields }: Planting): Readonly<Record<string, unknown>> | undefined {
  const planted = fields[dataClass];
  const widest = cells.find(({ shown }) => shown === 'all') ?? cells[0];
  return widest === undefined || planted === undefined ? undefined : whatIsLeft(widest.shown, dataClass, planted);
}

/** Organisations that are named in the plain part of these events. */
function namedIn(plantings: readonly Planting[]): Set<string> {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') names.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  for (const { fields } of plantings) look(fields.record);
  return names;
}

/** Everything that may be shown of a case, as text: the marks in it are those that may appear in an answer about it. */
export function permittedText(permission: Permission, plantings: readonly Planting[], actorOf: (planting: Planting) => string): string {
  return JSON.stringify(
    plantings.map((planting) => [
      sealedClasses.map((dataClass) => permission.fields(planting, dataClass)),
      permission.record(planting) ? planting.fields.record : undefined,
      permission.actor(planting) ? actorOf(planting) : undefined,
    ]),
  );
}
