import type { z } from 'zod';

/** What a verb tells while it works. */
export interface Work {
  readonly who: string;
  /** May be called as often as one likes. */
  progress(label: string, done: number, total: number): void;
  /** Something that the operator should know and that does not stop the work. */
  warn(text: string): void;
  /** Fires when the hub stops. */
  readonly signal: AbortSignal;
}

/** One thing that an operator can ask of a running hub. */
export interface OperatorVerb {
  readonly name: string;
  readonly input: z.ZodType;
  /** True for a mere look, which the operator's log leaves out. */
  readonly looks: boolean;
  run(input: unknown, work: Work): Promise<unknown>;
}

export function operatorVerb<S extends z.ZodType>(verb: { readonly name: string; readonly input: S; readonly looks?: boolean; run(input: z.output<S>, work: Work): Promise<unknown> }): OperatorVerb {
  return { name: verb.name, input: verb.input, looks: verb.looks ?? false, run: (input, work) => verb.run(input as z.output<S>, work) };
}

/** The hub will not do that, and nothing was changed. The message is for the operator: what stands against it, and what to do. */
export class OperatorRefusal extends Error {
  override readonly name = 'OperatorRefusal';
}
