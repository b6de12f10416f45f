import type { CommandDefinition } from '@guitu/contracts';
import { z } from 'zod';
import { commandRoute } from '../http/route.js';
import type { Responses, Route } from '../http/route.js';
import { commandAnswer } from './answer.js';
import type { CommandPath } from './command-path.js';

/** Path parameters of everything below a case. */
export const caseParams = z.strictObject({ caseId: z.uuid().toLowerCase().meta({ title: 'Case', 'x-title-zh': '个案' }) });

export interface CaseRouteOptions {
  readonly command: CommandDefinition;
  /** With `:caseId` for a command on a case, without for one that opens a case. */
  readonly path: string;
  /** Unique in the hub and never changed; part of the scope of idempotency keys. */
  readonly operationId: string;
  readonly tag: string;
  /** Only these of the roles that the contract allows; all of them when absent. */
  readonly roles?: Route['roles'];
  readonly run: CommandPath;
}

const recorded = { zh: '已记录', en: 'Recorded' };
const opened: Responses = { 201: { description: { zh: '已开案', en: 'Case opened' }, schema: commandAnswer } };
const done: Responses = { 200: { description: recorded, schema: commandAnswer } };

/** The route of a command of the contract on a case that exists. */
export function caseRoute(options: CaseRouteOptions): Route {
  const { command, path, operationId, tag, roles = command.roles, run } = options;
  return commandRoute({
    path, operationId, tag, roles,
    summary: { zh: command.zh, en: command.en },
    request: { params: caseParams, body: command.body },
    responses: done,
    handler: (context) => run({ command, caseId: context.params.caseId, body: context.body, context }),
  });
}

/** The route of a command of the contract that opens a case. */
export function openingRoute(options: CaseRouteOptions): Route {
  const { command, path, operationId, tag, roles = command.roles, run } = options;
  return commandRoute({
    path, operationId, tag, roles,
    summary: { zh: command.zh, en: command.en },
    request: { body: command.body },
    responses: opened,
    handler: (context) => run({ command, body: context.body, context }),
  });
}
