import type { Json, Operation } from '../../surface/documents.js';
import { resolved } from '../../surface/documents.js';

/** What stands in the hub that a route can be asked about. */
export interface Known {
  readonly caseIds: readonly string[];
  readonly personIds: readonly string[];
  readonly placementIds: readonly string[];
  /** Erasures, restrictions and liftings. */
  readonly matterIds: readonly string[];
  /** Names and identity numbers that somebody was recorded under. */
  readonly names: readonly string[];
  readonly idNumbers: readonly string[];
  readonly caseNumbers: readonly string[];
  readonly organisations: readonly string[];
  /** Business time at which it is asked. */
  readonly now: string;
  /** Events in the log. */
  readonly events: number;
}

/** One way to ask an operation. */
export interface Filled {
  readonly path: string;
  readonly query: string;
  readonly body?: Json;
  /** The case or the person that it is about, where it is about one. */
  readonly about?: string;
}

/** Values by the name of a parameter or a member. Whoever adds a route with a parameter that is not here is told so by the test, and adds where its values come from. */
const pools: Readonly<Record<string, (known: Known) => readonly unknown[]>> = {
  caseId: ({ caseIds }) => caseIds,
  personId: ({ personIds }) => personIds,
  placementId: ({ placementIds }) => placementIds,
  name: ({ names }) => names,
  idNumber: ({ idNumbers }) => idNumbers,
  caseNumber: ({ caseNumbers }) => caseNumbers,
  person: ({ personIds }) => personIds.slice(0, 2),
  viewer: ({ organisations }) => organisations.slice(0, 3),
  // Refused by itself: a name means something only with its organisation.
  user: ({ names }) => names.slice(0, 1),
  id: ({ matterIds }) => matterIds,
  counterpart: ({ organisations }) => organisations.slice(0, 2),
  station: ({ organisations }) => organisations.filter((id) => id.startsWith('station')).slice(0, 1),
  organisation: ({ organisations }) => organisations.slice(0, 1),
  division: () => ['61'],
  // Kinds of work; any will do.
  kind: () => ['case-to-close', 'person-linked'],
  at: ({ now }) => [now],
  asOfIndex: ({ events }) => ['40', String(Math.max(0, events - 5))],
  // What a service asks of the vault, asked by somebody who is none.
  calls: ({ names }) => names.slice(0, 1).map((value) => [{ operation: 'find', query: { kind: 'name', value } }]),
  from: ({ now }) => [dayOf(Date.parse(now) - 60 * DAY)],
  to: ({ now }) => [dayOf(Date.parse(now))],
};

const DAY = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** What is recorded, events and looks, has the time of the machine's clock. */
const recorded: typeof pools = { from: () => [new Date(Date.now() - DAY).toISOString()], to: () => [new Date(Date.now() + DAY).toISOString()], asOf: () => [new Date().toISOString()] };

export class CannotFill extends Error {
  override readonly name = 'CannotFill';
}

function valuesFor(operation: Operation, name: string, given: Json, known: Known): readonly unknown[] {
  const schema = resolved(operation.document, given);
  if (Array.isArray(schema['enum'])) return schema['enum'];
  if (schema['const'] !== undefined) return [schema['const']];
  const pool = (schema['format'] === 'date-time' ? recorded[name] : undefined) ?? pools[name];
  if (pool === undefined) throw new CannotFill(`${operation.name}: nobody knows what to put into ${name}; say in planted/exits/fill.ts where its values come from`);
  return pool(known);
}

/** All ways to fill one parameter after the other, so that the last varies quickest. */
const product = (parts: readonly (readonly [string, readonly unknown[]])[]): readonly (readonly (readonly [string, unknown])[])[] =>
  parts.reduce<readonly (readonly (readonly [string, unknown])[])[]>((ways, [name, values]) => ways.flatMap((way) => values.map((value) => [...way, [name, value] as const])), [[]]);

const pathNames = ({ path }: Operation): readonly string[] => [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
export const ofPages: ReadonlySet<string> = new Set(['cursor', 'after', 'limit']);

/** Every way in which a query can be asked about what is known; `thorough`: also with each optional parameter, one at a time. Throws `CannotFill`. */
export function waysToAsk(operation: Operation, known: Known, thorough: boolean): readonly Filled[] {
  const parameter = (name: string): Json => operation.query.find((one) => one.name === name)?.schema ?? {};
  const paths = product(pathNames(operation).map((name) => [name, valuesFor(operation, name, parameter(name), known)] as const));
  const required = product(operation.query.filter((one) => one.required).map(({ name, schema }) => [name, valuesFor(operation, name, schema, known)] as const));
  const optional = operation.query.filter((one) => !one.required && !ofPages.has(one.name)).flatMap(({ name, schema }) => valuesFor(operation, name, schema, known).map((value) => [name, value] as const));
  const queries = required.flatMap((base) => [base, ...(thorough ? optional.map((one) => [...base, one]) : [])]);
  return paths.flatMap((parts) => {
    const path = parts.reduce((text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))), operation.path);
    const about = parts.find(([name]) => name === 'caseId' || name === 'personId')?.[1];
    return queries.map((query): Filled => ({ path, query: query.length === 0 ? '' : `?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, String(value)])).toString()}`, ...(about === undefined ? {} : { about: String(about) }) }));
  });
}

/** Every way to search: by each member of the body alone, with what it can be found by. Members that must be there are there. */
export function waysToSearch(operation: Operation, known: Known): readonly Filled[] {
  const schema = resolved(operation.document, operation.body ?? {});
  const members = (schema['properties'] ?? {}) as Readonly<Record<string, Json>>;
  const required = new Set((schema['required'] ?? []) as string[]);
  const must = product(Object.entries(members).filter(([name]) => required.has(name)).map(([name, part]) => [name, valuesFor(operation, name, part, known)] as const));
  const may = Object.entries(members).filter(([name]) => !required.has(name) && !ofPages.has(name)).flatMap(([name, part]) => valuesFor(operation, name, part, known).map((value) => ({ [name]: value })));
  return must.flatMap((base) => (may.length === 0 ? [{}] : may).map((one): Filled => ({ path: operation.path, query: '', body: { ...Object.fromEntries(base), ...one } })));
}
