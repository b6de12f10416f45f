import { z } from 'zod';
import { bodySchema } from './event-definition.js';
import { catalogue, definitionOf } from './events/index.js';
import type { EventName } from './events/index.js';
import { record } from './field.js';
import type { Role } from './roles.js';
import { instant, uuid } from './values.js';
import { returnMode } from './vocabulary.js';

/**
 * A command reports that something happened, so it bears the name of its event. Aliases are the same event with a part fixed,
 * under the words that the people who use it know (placement, return, relay and bedside are purposes of the one referral).
 */
export interface CommandDefinition {
  readonly name: string;
  /** The event that it records first. Some commands record more in the same append. */
  readonly event: EventName;
  readonly zh: string;
  readonly en: string;
  /** Roles that may send it; the relation to the case is checked later. */
  readonly roles: readonly Role[];
  /** What the client sends. Unknown members are refused. */
  readonly body: z.ZodObject;
  /** Members that the alias fills in. */
  readonly fixed: Readonly<Record<string, unknown>>;
  /** True where the command can open a case. */
  readonly opens: boolean;
}

const occurredAt = record('发生时间', 'When it happened; now, if absent. Not after the business clock, not before 1900', instant().optional()).schema;

const otherCase = record('另一个案', 'Case of the other person', uuid()).schema;
const extras: Partial<Record<EventName, Record<string, z.ZodType>>> = {
  admitted: { shelter: z.strictObject({ area: catalogue.sheltered.fields.area.schema, bed: catalogue.sheltered.fields.bed.schema }).optional().meta({ title: 'Bed given at once; records `sheltered` in the same append', 'x-title-zh': '安排住宿', 'x-data-class': 'record' }) },
  linked: { otherCase },
  unlinked: { otherCase },
};

function commandOf(event: EventName): CommandDefinition {
  const definition = definitionOf(event);
  return {
    name: event,
    event,
    zh: definition.zh,
    en: definition.en,
    roles: [...new Set(definition.by.flatMap((emitters) => emitters.roles))],
    body: bodySchema(definition, { occurredAt, ...extras[event] }),
    fixed: {},
    opens: definition.by.some((emitters) => emitters.as.includes('opening')),
  };
}

function alias(name: string, of: EventName, zh: string, en: string, fixed: Record<string, unknown>, narrowed: Record<string, z.ZodType> = {}): CommandDefinition {
  const base = commandOf(of);
  const shape = { ...base.body.shape, ...narrowed };
  for (const member of Object.keys(fixed)) delete shape[member];
  return { ...base, name, zh, en, fixed, body: z.strictObject(shape) };
}

const returnModeField = record('返乡方式', 'How the person is taken back', returnMode()).schema;

/** Events that no agency reports by a command of its own name: the hub's, and those that the data-protection service writes when two humans have decided. */
const withoutCommand: readonly EventName[] = ['hub-started', 'erased', 'restricted', 'restriction-lifted'];

const all: readonly CommandDefinition[] = [
  ...(Object.keys(catalogue) as EventName[]).filter((name) => !withoutCommand.includes(name)).map(commandOf),
  alias('bedside-requested', 'referral-sent', '请求床前接管', 'Bedside takeover requested', { purpose: 'bedside' }),
  alias('placement-requested', 'referral-sent', '请求托养', 'Placement requested', { purpose: 'placement' }),
  alias('relay-requested', 'referral-sent', '请求中转', 'Relay requested', { purpose: 'relay' }),
  alias('return-requested', 'referral-sent', '通知流出地接收', 'Return requested of the office of origin', { purpose: 'return' }),
  alias('return-accepted', 'referral-accepted', '同意接收返乡', 'Return accepted', {}, { mode: returnModeField }),
  alias('return-declined', 'referral-declined', '拒绝接收返乡', 'Return declined', {}, { code: z.enum(['O1', 'O2', 'O3']).meta({ title: 'Reason', 'x-title-zh': '理由代码', 'x-data-class': 'record' }) }),
];

export const commands: ReadonlyMap<string, CommandDefinition> = new Map(all.map((command) => [command.name, command]));

export function commandDefinition(name: string): CommandDefinition {
  const command = commands.get(name);
  if (command === undefined) throw new RangeError(`no command ${name}`);
  return command;
}
