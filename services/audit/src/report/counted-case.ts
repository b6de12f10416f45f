import type { ExitMode, Statistics } from '@guitu/contracts';

/** One admission (人次) as a report counts it. */
export interface CountedCase {
  readonly personId: string;
  /** Absent: no exit by the end of the period. */
  readonly exit?: { readonly code: ExitMode; readonly collector?: string };
  /** Absent or partial where the seal cannot be opened any more. */
  readonly statistics?: Partial<Statistics>;
}
