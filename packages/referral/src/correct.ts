import type { AnyEvent, Recorded } from '@guitu/contracts';
import { definitionOf, sealedClasses } from '@guitu/contracts';
import { voidedEvents } from './fold.js';
import type { Refusal } from './refusal.js';
import { refuse } from './refusal.js';

const memberOf = (dataClass: string): string => dataClass.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());

/** The event that a correction patches, if it may be patched at all. */
export function correctionRefusal(events: readonly AnyEvent[], event: Pick<Recorded<'corrected'>, 'data'>): Refusal | undefined {
  const target = events.find(({ id }) => id === event.data.target);
  if (target === undefined) return refuse('no-such-thing');
  return target.name === 'corrected' || voidedEvents(events).has(target.id) ? refuse('not-correctable') : undefined;
}

/**
 * Checks a correction's patch, still in plain text, against the target's own schema and data classes: each member of class c must be a field of class c of the target
 * and pass that field's schema. Decision flags are not among them: those change by `condition-assessed`.
 */
export function patchRefusal(events: readonly AnyEvent[], body: Readonly<Record<string, unknown>>): Refusal | undefined {
  const target = events.find(({ id }) => id === body['target']);
  if (target === undefined) return refuse('no-such-thing');
  const { fields } = definitionOf(target.name);
  let patched = 0;
  for (const dataClass of sealedClasses) {
    const patch = body[memberOf(dataClass)];
    if (patch === undefined) continue;
    for (const [name, value] of Object.entries(patch as Record<string, unknown>)) {
      const field = fields[name];
      if (field?.dataClass !== dataClass || field.derived !== undefined || !field.schema.safeParse(value).success) {
        // Which member it was, so that it can be put right; the place only, never the value.
        return { ...refuse('not-correctable'), pointers: [`/${memberOf(dataClass)}/${field === undefined ? '' : name}`.replace(/\/$/u, '')] };
      }
      patched += 1;
    }
  }
  return patched > 0 ? undefined : refuse('not-correctable');
}
