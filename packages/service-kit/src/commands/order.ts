import { caseIdOf, commandId, definitionOf, personIdOf } from '@guitu/contracts';
import type { Actor, CommandDefinition, EventDefinition } from '@guitu/contracts';
import type { Command } from '@guitu/referral';
import type { CommandContext } from '../http/route.js';

type Values = Readonly<Record<string, unknown>>;

/** A command as a handler passes it on. */
export interface CommandRequest {
  readonly command: CommandDefinition;
  /** Absent: the command opens a case. */
  readonly caseId?: string;
  /** Parsed by `command.body`. */
  readonly body: Values;
  readonly context: Pick<CommandContext, 'caller' | 'now' | 'idempotencyKey' | 'ifMatch' | 'requestId' | 'traceparent' | 'operationId'>;
}

/** The same with everything that follows from it alone: the same request gives the same ids, today and after a crash. */
export interface Order {
  readonly opens: boolean;
  readonly commandId: string;
  readonly caseId: string;
  /** Person that an opening command mints. */
  readonly mintedPerson: string | undefined;
  readonly definition: EventDefinition;
  /** What the client sent, with the members that an alias fixes. */
  readonly body: Values;
  /** The command before anything is derived: enough to find streams by, not for decisions, because its data is not split yet. */
  readonly draft: Command;
  readonly actor: Actor;
  readonly occurredAt: string;
  readonly now: string;
  readonly context: CommandRequest['context'];
}

function extrasOf(definition: EventDefinition, body: Values): Values {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'occurredAt' && !Object.hasOwn(definition.fields, name)));
}

export function orderOf({ command, caseId, body: sent, context }: CommandRequest): Order {
  const { caller, idempotencyKey, operationId } = context;
  const id = commandId({ organisation: caller.organisation, client: caller.client, operation: operationId, key: idempotencyKey });
  const definition = definitionOf(command.event);
  const body = { ...sent, ...command.fixed };
  const now = new Date(context.now).toISOString();
  return {
    opens: caseId === undefined,
    commandId: id,
    caseId: caseId?.toLowerCase() ?? caseIdOf(id),
    mintedPerson: caseId === undefined ? personIdOf(id) : undefined,
    definition,
    body,
    draft: { name: command.event, data: body, extra: extrasOf(definition, body) },
    actor: { organisation: caller.organisation, role: caller.role, division: caller.division, ...(caller.user === undefined ? {} : { user: caller.user }) },
    occurredAt: typeof body['occurredAt'] === 'string' ? body['occurredAt'] : now,
    now,
    context,
  };
}
