import { ageBandAt, ageCut, henanAgeBandAt, sameProvince } from './codes/index.js';
import type { Condition } from './codes/index.js';
import type { SealedClass } from './data-class.js';
import type { EventDefinition } from './event-definition.js';
import type { Assessment, PersonDetails, Signs, Statistics } from './person.js';

/** Flags that rules read, from what a person may be shown to be (protocol section 1). An age that nobody stated counts as below every cut. */
export function assess(person: PersonDetails | undefined, signs: Signs | undefined, at: string): Assessment {
  const cut = person?.age === undefined ? 'under-14' : ageCut(person.age, at);
  const under16 = cut === 'under-14' || cut === '14-15';
  const impaired = [signs?.impairment, signs?.mentalIllness, signs?.intellectualDisability].includes(true);
  return {
    ageCut: cut,
    maySelfLeave: !under16 && !impaired,
    specialDifficulty: under16 || impaired || (signs?.mobilityImpaired ?? false) || (signs?.otherwiseUnable ?? false),
  };
}

/** What the station states for reports by itself, beside what follows from who somebody is. */
type Stated = Pick<Statistics, 'helpReason' | 'conditionCategory' | 'rescueType' | 'specialGroups'>;

/** The one category that a return counts somebody in, where the station states none; several flags go by the order of the form. Nothing where a sign is known and not what of. */
function categoryOf(signs: Signs | undefined): Condition | undefined {
  if (signs === undefined) return undefined;
  if (signs.mentalIllness === true) return '3.3';
  if (signs.intellectualDisability === true) return '3.4';
  if (signs.limbDisability === true) return '3.5';
  return signs.impairment ? undefined : '3.1';
}

export function count(person: PersonDetails, signs: Signs | undefined, stated: Stated, at: string, division: string): Statistics {
  const { helpReason, conditionCategory = categoryOf(signs), rescueType, specialGroups } = stated;
  return {
    sex: person.sex === '1' ? 'male' : person.sex === '2' ? 'female' : 'unknown',
    ageBand: ageBandAt(person.age, at),
    returnAgeBand: henanAgeBandAt(person.age, at),
    origin: person.origin === undefined ? 'unknown' : sameProvince(person.origin.division, division) ? 'same-province' : 'other-province',
    limbDisability: signs?.limbDisability ?? false,
    mentalIllness: signs?.mentalIllness ?? false,
    intellectualDisability: signs?.intellectualDisability ?? false,
    ...(helpReason === undefined ? {} : { helpReason }),
    ...(conditionCategory === undefined ? {} : { conditionCategory }),
    ...(rescueType === undefined ? {} : { rescueType }),
    ...(specialGroups === undefined ? {} : { specialGroups }),
  };
}

interface DerivationContext {
  readonly eventId: string;
  /** Person minted by an opening command. */
  readonly personId?: string;
  readonly occurredAt: string;
  /** Division of the organisation that reports. */
  readonly division: string;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The body of a command with the fields that the hub fills in. Pure; runs before sealing, because flags and counts come out of what is then sealed.
 * `duties` are left to the decision: they come from the state and the rules in force.
 */
export function derive(definition: EventDefinition, body: Values, context: DerivationContext): Values {
  const person = body['person'] as PersonDetails | undefined;
  const signs = body['signs'] as Signs | undefined;
  const derived: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.derived === 'event-id') derived[name] = context.eventId;
    if (field.derived === 'person-id' && context.personId !== undefined) derived[name] = context.personId;
    // Only from both: signs alone say nothing about an age, and an age alone would wipe out an impairment that somebody saw.
    if (field.derived === 'assessment' && person?.age !== undefined && signs !== undefined) derived[name] = assess(person, signs, context.occurredAt);
    if (field.derived === 'statistics' && person !== undefined) {
      derived[name] = count(person, signs, body as Stated, context.occurredAt, context.division);
    }
  }
  if (definition.name === 'corrected') {
    const who = (body['identity'] as { person?: PersonDetails } | undefined)?.person;
    const seen = (body['health'] as { signs?: Signs } | undefined)?.signs;
    const { sex, ageBand, returnAgeBand, origin, limbDisability, mentalIllness, intellectualDisability } = count(who ?? { sex: '0' }, seen, {}, context.occurredAt, context.division);
    // What is not patched counts as before.
    const patched = { ...(who === undefined ? {} : { sex, ageBand, returnAgeBand, origin }), ...(seen === undefined ? {} : { limbDisability, mentalIllness, intellectualDisability }) };
    if (Object.keys(patched).length > 0) derived['statistics'] = patched;
  }
  return { ...body, ...derived };
}

export interface Split {
  readonly record: Record<string, unknown>;
  /** Fields by class, ready to be sealed: one blob for each class. */
  readonly sealed: Partial<Record<SealedClass, Record<string, unknown>>>;
  /** Members of the command that are no fields of its first event (a bed given at once, the other case of a link). */
  readonly extra: Record<string, unknown>;
}

/** Parts an event's fields by data class. */
export function split(definition: EventDefinition, values: Values): Split {
  const record: Record<string, unknown> = {};
  const sealed: Partial<Record<SealedClass, Record<string, unknown>>> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    const value = values[name];
    if (value === undefined) continue;
    if (field.dataClass === 'record') record[name] = value;
    else (sealed[field.dataClass] ??= {})[name] = value;
  }
  const extra = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(definition.fields, name) && name !== 'occurredAt'));
  return { record, sealed, extra };
}
