import { z } from 'zod';
import type { BodyShape, Fields, RecordShape } from './field.js';
import { shapeWhere } from './field.js';
import type { Emitters } from './roles.js';

/** Which stream an event is written to; the text before the first dash of the stream's name. */
export type Category = 'case' | 'notes' | 'care' | 'person' | 'hub';

export interface EventDefinition<N extends string = string, F extends Fields = Fields> {
  readonly name: N;
  /** Version that is written today. Older ones are read through their upcasters, for ever. */
  readonly version: number;
  readonly category: Category;
  readonly zh: string;
  readonly en: string;
  /** Who may emit it. The append refuses everybody else; projections and audit check again. */
  readonly by: readonly Emitters[];
  readonly fields: F;
  /**
   * State-bearing events move custody, responsibility, a referral, a handover or a duty: they can be voided, not corrected.
   * The others describe: they can be corrected.
   */
  readonly stateBearing: boolean;
}

export type RecordOf<D> = D extends EventDefinition<string, infer F> ? z.output<z.ZodObject<RecordShape<F>>> : never;
export type BodyOf<D> = D extends EventDefinition<string, infer F> ? z.input<z.ZodObject<BodyShape<F>>> : never;

interface DefinitionOptions<F extends Fields> {
  readonly zh: string;
  readonly en: string;
  readonly by: readonly Emitters[];
  readonly fields: F;
  readonly stateBearing?: boolean;
  readonly category?: Category;
}

export function defineEvent<const N extends string, F extends Fields>(name: N, options: DefinitionOptions<F>): EventDefinition<N, F> {
  return {
    name,
    version: 1,
    category: options.category ?? 'case',
    zh: options.zh,
    en: options.en,
    by: options.by,
    fields: options.fields,
    stateBearing: options.stateBearing ?? false,
  };
}

/** Type attribute of the envelope: `guitu.case.found.v1`. */
export function typeOf(definition: EventDefinition): string {
  return `guitu.${definition.category}.${definition.name}.v${definition.version}`;
}

/** What a client sends to report this event: its fields without those that the hub derives, and when it happened. */
export function bodySchema(definition: EventDefinition, more: Record<string, z.ZodType> = {}): z.ZodObject {
  return z.strictObject({ ...shapeWhere(definition.fields, (field) => field.derived === undefined), ...more });
}

/** The plain-text part of the event's data in the log. */
export function recordSchema(definition: EventDefinition): z.ZodObject {
  return z.strictObject(shapeWhere(definition.fields, (field) => field.dataClass === 'record'));
}
