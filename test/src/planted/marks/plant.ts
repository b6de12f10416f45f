import type { DataClass, EventName } from '@guitu/contracts';
import { commandDefinition, definitionOf, sealedClasses } from '@guitu/contracts';
import type { Chance } from '../../support/seed.js';
import type { Marks, Planting } from './marks.js';
import type { Json } from './schema.js';
import { choicesOf, classOf, jsonSchemaOf, membersOf, shapeOf, textsIn } from './schema.js';

type Body = Readonly<Record<string, unknown>>;

/** Numbers of papers that the rules look up: those of the register. */
const lookedUp: ReadonlySet<string> = new Set(['contract']);
const bodies = new Map<string, Json>();
const bodyOf = (command: string): Json => {
  const known = bodies.get(command) ?? jsonSchemaOf(commandDefinition(command).body);
  bodies.set(command, known);
  return known;
};

/** Every text that a client can send, by the command and its path: what must have been planted once before anything is proven. Texts that the rules look up are not free. */
export const plantable = (command: string): readonly string[] => textsIn(bodyOf(command), command).filter((path) => !lookedUp.has(path.split('.').at(-1) ?? ''));

export interface Sown {
  readonly body: Body;
  readonly planting: Planting;
}

/** Puts marks into the body of a command: found by walking its schema, so that a new field is planted without a word here. What is no text stays as the agency said it, or is drawn. */
export class Sower {
  constructor(
    private readonly marks: Marks,
    private readonly chance: Chance,
  ) {}

  /** @param target name of the event that a correction is about */
  sow(by: string, name: EventName, given: Body, target?: EventName): Sown {
    const schema = name === 'corrected' && target !== undefined ? correctionOf(target) : bodyOf(name);
    const fields: Record<string, Record<string, unknown>> = {};
    const planting: Planting = { by, name, fields };
    const body: Record<string, unknown> = { ...given };
    for (const [member, part] of Object.entries(membersOf(schema))) {
      const dataClass = classOf(part);
      const value = this.#fill(part, given[member], `${name}.${member}`, dataClass, planting);
      if (value === undefined) continue;
      body[member] = value;
      (fields[dataClass] ??= {})[member] = value;
    }
    // What the agency said beside that is recorded as well.
    for (const [member, part] of Object.entries(membersOf(bodyOf(name)))) {
      if (body[member] !== undefined) (fields[classOf(part)] ??= {})[member] = body[member];
    }
    return { body, planting };
  }

  /** @param must it belongs to something that was not there before, and may not be missing in it */
  #fill(schema: Json, given: unknown, path: string, dataClass: DataClass, planting: Planting, must = false): unknown {
    const shape = shapeOf(schema, path);
    if (shape !== undefined) return lookedUp.has(path.split('.').at(-1) ?? '') ? given : this.marks.mint(shape, { where: path, dataClass, planting });
    // What somebody adds to the plain part can be against the rules (a bed in a station for somebody at a bedside), so it is not always there.
    const wanted = must || given !== undefined || dataClass !== 'record' || (textsIn(schema, path).length > 0 && this.chance.percent(50));
    if (!wanted) return undefined;
    if (path.endsWith('.age')) return this.#age(given, path, dataClass, planting);
    const choices = choicesOf(schema);
    if (choices !== undefined) return this.#fill(choices.find((choice) => fits(choice, given)) ?? this.chance.pick(choices), given, path, dataClass, planting);
    switch (schema['type']) {
      case 'object':
        return this.#object(schema, given as Body | undefined, path, dataClass, planting);
      case 'array': {
        const items = Array.isArray(given) ? (given as unknown[]) : Array.from({ length: 1 + this.chance.below(2) }, () => undefined);
        return items.map((item) => this.#fill(schema['items'] as Json, item, path, dataClass, planting)).filter((item) => item !== undefined);
      }
      default:
        return given ?? this.#drawn(schema);
    }
  }

  #object(schema: Json, given: Body | undefined, path: string, dataClass: DataClass, planting: Planting): Body {
    const required = (schema['required'] ?? []) as readonly string[];
    const members = Object.entries(membersOf(schema)).map(([member, part]) => [member, this.#fill(part, given?.[member], `${path}.${member}`, dataClass, planting, given === undefined && required.includes(member))] as const);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }

  /** The age decides what the rules allow, so it stays the age; often as a birth date instead of an estimate. */
  #age(given: unknown, path: string, dataClass: DataClass, planting: Planting): unknown {
    if (given === undefined) return undefined;
    const { from, to } = given as { readonly from?: number; readonly to?: number };
    if (from === undefined || to === undefined || this.chance.percent(30)) return given;
    // The year in which somebody of `from` to `to` was born, whatever the day of 2013; for a single year of age, some day of the later half.
    const birthDate = this.marks.mint('birth-date', { where: `${path}.birthDate`, dataClass, planting }, [2012 - to, Math.max(2012 - to, 2012 - from - 1)]);
    return { birthDate };
  }

  #drawn(schema: Json): unknown {
    const { enum: codes, const: only, type, format, pattern } = schema as { enum?: unknown[]; const?: unknown; type?: string; format?: string; pattern?: string };
    if (only !== undefined) return only;
    if (codes !== undefined) return this.chance.pick(codes);
    if (type === 'boolean') return this.chance.percent(50);
    if (type === 'integer') return Number(schema['minimum'] ?? 0) + this.chance.below(3);
    if (format === undefined && pattern !== undefined && new RegExp(pattern, 'u').test('430703')) return this.chance.pick(['430703', '430281', '610326']);
    return undefined;
  }
}

/** The alternative of a union that what the agency said belongs to. */
function fits(choice: Json, given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  return Object.entries(membersOf(choice)).every(([name, { const: only }]) => (only === undefined ? true : (given as Body)[name] === only)) && Object.keys(given).every((name) => name in membersOf(choice));
}

const patchMember = (dataClass: string): string => dataClass.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());

/** A correction patches the sealed fields of its target, so its body has the schema of those. */
function correctionOf(target: EventName): Json {
  const { fields } = definitionOf(target);
  const patches = sealedClasses.flatMap((dataClass): [string, Json][] => {
    const own = Object.entries(fields).filter(([, field]) => field.dataClass === dataClass && field.derived === undefined && dataClass !== 'statistical');
    return own.length === 0 ? [] : [[patchMember(dataClass), { type: 'object', 'x-data-class': dataClass, properties: Object.fromEntries(own.map(([name, { schema }]) => [name, jsonSchemaOf(schema)])) }]];
  });
  return { type: 'object', properties: Object.fromEntries(patches) };
}
