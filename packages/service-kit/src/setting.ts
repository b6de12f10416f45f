import type { z } from 'zod';
import { StartError } from './start-error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting of the environment. */
export interface Setting<T> {
  readonly schema: z.ZodType<T, string>;
  readonly fallback: string;
  /** The rule in words, and with it the fix. */
  readonly rule: string;
}
export const setting = <T>(fallback: string, rule: string, schema: z.ZodType<T, string>): Setting<T> => ({ schema, fallback, rule });

/** Throws `StartError` that names the variable, the rule and the fix. */
export function readSetting<T>(name: string, { schema, fallback, rule }: Setting<T>, environment: Environment): T {
  const parsed = schema.safeParse(environment[name] ?? fallback);
  // The value is not repeated: it may be a secret that was put into the wrong variable.
  if (!parsed.success) throw new StartError(`${name} is not valid. It must be ${rule}. Correct it, or unset it for the default (${fallback === '' ? 'empty' : fallback}).`);
  return parsed.data;
}
