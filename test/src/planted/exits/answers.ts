import type { DataClass, SealedClass } from '@guitu/contracts';
import { catalogue, isEventName, sealedClasses } from '@guitu/contracts';
import type { Ledger } from '../lifecycles/ledger.js';
import type { Mark } from '../marks/marks.js';
import { codesIn, jsonSchemaOf, namesIn } from '../marks/schema.js';
import type { Permission } from '../oracle/oracle.js';
import { within } from '../oracle/what-is-left.js';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object in a JSON value, itself among them, with the names that lead to it. What was opened for the caller is looked at by itself. */
function* objectsIn(value: unknown, path: readonly string[] = []): Generator<{ readonly object: Json; readonly path: readonly string[] }> {
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item, path);
  else if (isObject(value)) {
    yield { object: value, path };
    for (const [name, member] of Object.entries(value)) if (name !== 'opened' || !isOpened(member)) yield* objectsIn(member, [...path, name]);
  }
}
const isOpened = (member: unknown): member is Readonly<Record<string, { readonly value: unknown; readonly level: string }>> =>
  isObject(member) && Object.keys(member).every((name) => (sealedClasses as readonly string[]).includes(name));

/** What a handover's fold says of who recorded it has the name of what a hospital says of who signed an admission. */
const meansMore: ReadonlySet<string> = new Set(['signedBy']);

const namesWhere = (wanted: (dataClass: DataClass) => boolean, read: (schema: Json, name: string) => readonly string[]): ReadonlySet<string> =>
  new Set(Object.values(catalogue).flatMap(({ fields }) => Object.entries(fields).flatMap(([name, { dataClass, schema }]) => (wanted(dataClass) ? read(jsonSchemaOf(schema), name) : []))));

const plainNames = namesWhere((dataClass) => dataClass === 'record', (schema, name) => [name, ...namesIn(schema)]);
const statisticalNames = namesWhere((dataClass) => dataClass === 'statistical', codesIn);

/** Names of the sealed fields that hold no text (codes, counts, yes and no), and so cannot be marked: they are looked for by their names. Names that a plain field has too are left out. */
export const namesOfCodes: ReadonlySet<string> = new Set([...namesWhere((dataClass) => dataClass !== 'record', codesIn)].filter((name) => !plainNames.has(name) && !meansMore.has(name)));

/** How many there are of a kind, as reports say it. */
const counts = (value: unknown): boolean => (typeof value === 'object' && value !== null ? Object.values(value).every(counts) : typeof value === 'number');
const isCode = (name: string, value: unknown): boolean => namesOfCodes.has(name) && !(statisticalNames.has(name) && counts(value));

export interface Tried {
  /** Something was shown by this class to this kind of caller in this way. */
  (dataClass: SealedClass, permission: Permission): void;
}

/** What one answer shows of an event that it must not, by place: more of a class than the matrix gives, or a sealed member among the plain ones. */
export function misplaced(answer: unknown, ledger: Ledger, permissionFor: (caseId: string) => Permission, tried: Tried): readonly string[] {
  const found: string[] = [];
  for (const { object, path } of objectsIn(answer)) {
    for (const [name, value] of Object.entries(object)) if (isCode(name, value)) found.push(`a member ${[...path, name].join('.')}`);
    const event = ledger.ofEvent(String(object['id'] ?? object['eventId']));
    if (event?.event === undefined) continue;
    if (isOpened(object['opened'])) found.push(...tooMuchOpened(object['opened'], event, permissionFor(event.event.caseId), tried));
    if (isObject(object['data']) && isEventName(event.name)) {
      const fields = catalogue[event.name].fields as Readonly<Record<string, { readonly dataClass: string }>>;
      for (const name of Object.keys(object['data'])) if (fields[name]?.dataClass !== 'record') found.push(`${event.name}.${name} among the plain fields`);
    }
  }
  return found;
}

function tooMuchOpened(opened: Readonly<Record<string, { readonly value: unknown; readonly level: string }>>, planting: NonNullable<ReturnType<Ledger['ofEvent']>>, permission: Permission, tried: Tried): readonly string[] {
  return Object.entries(opened).flatMap(([name, { value, level }]) => {
    const dataClass = name as SealedClass;
    const allowed = permission.fields(planting, dataClass);
    if (allowed === undefined) return [`${planting.name}: ${dataClass} (${level}), of which nothing may be shown`];
    if (!within(value, allowed)) return [`${planting.name}: more of ${dataClass} than may be shown (${level}): ${JSON.stringify(Object.keys(value as object))}`];
    tried(dataClass, permission);
    return [];
  });
}

export const described = ({ where, dataClass, planting }: Mark): string => `${where} (${dataClass}${planting === undefined ? ', never recorded' : planting.event === undefined ? ', refused' : ''})`;
