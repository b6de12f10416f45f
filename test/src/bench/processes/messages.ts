export interface Question {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  /** Absent where it went well. */
  readonly error?: string;
}
