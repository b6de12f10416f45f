import { caseNumber, definitionOf, localYearOf } from '@guitu/contracts';
import type { Recorded } from '@guitu/contracts';
import { z } from 'zod';
import { revisionTag } from '../http/etag.js';
import type { Reply } from '../http/route.js';
import type { Loaded } from './load.js';
import type { Order } from './order.js';
import { warningsOf } from './warnings.js';

const titled = <S extends z.ZodType>(zh: string, title: string, schema: S): S => schema.meta({ title, 'x-title-zh': zh }) as S;
const revision = () => z.int().min(0);

/** What a command answers with, 201 when it opened a case, 200 else. */
export const commandAnswer = z.object({
  caseId: titled('个案', 'Case', z.uuid()),
  caseNumber: titled('个案编号', 'Case number, to be read out', z.string().length(31)),
  revision: titled('个案版本', 'Revision of the case; the ETag', revision()),
  streamRevision: titled('记录版本', 'Revision of the stream that was written, where it is not the case itself (notes, care, person)', revision()).optional(),
  events: titled('记录的事件', 'Events recorded', z.array(z.object({ id: z.uuid(), type: z.string(), revision: revision() }))),
  warnings: titled('提示', 'What looks odd and does not block: identity numbers, by level of GB 11643 (1 form, 2 check character, 3 date, 4 division, 5 sex)', z.array(z.object({ pointer: z.string(), level: z.int(), code: z.string() }))).optional(),
  ids: titled('新编号', 'Ids that the command made: referralId, handoverId and so on', z.record(z.string(), z.string())),
});
export type CommandAnswer = z.output<typeof commandAnswer>;

/** Ids under which later commands name what this one made. */
function idsOf(events: readonly Recorded[]): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const event of events) {
    for (const [name, field] of Object.entries(definitionOf(event.name).fields)) {
      const value = field.derived === 'event-id' ? (event.data as Record<string, unknown>)[name] : undefined;
      if (typeof value === 'string') ids[name] ??= value;
    }
  }
  return ids;
}

/** Built from the command's events alone, so that a retry gets the answer that the first attempt got, or would have got. */
export function answerOf(order: Order, { events: before, state }: Loaded, events: readonly Recorded[], replayed: boolean): Reply {
  const [first] = events;
  const last = events.at(-1)?.revision ?? state.revision;
  const toCase = first === undefined || first.category === 'case';
  const caseRevision = toCase ? last : state.revision;
  const openedAt = before[0]?.occurredAt ?? first?.occurredAt ?? order.occurredAt;
  const warnings = warningsOf(order);
  const body: CommandAnswer = {
    caseId: order.caseId,
    caseNumber: caseNumber(order.caseId, localYearOf(openedAt)),
    revision: caseRevision,
    ...(toCase ? {} : { streamRevision: last }),
    events: events.map((event) => ({ id: event.id, type: `guitu.${event.category}.${event.name}.v${event.version}`, revision: event.revision })),
    ids: idsOf(events),
    ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
  };
  return { status: order.opens ? 201 : 200, body, etag: revisionTag(caseRevision), replayed, caseId: order.caseId, commandId: order.commandId };
}
