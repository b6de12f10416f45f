import { z } from 'zod';

const times = z.int().positive().default(1);
const ms = z.int().nonnegative();

/** Everything that this server can be told to do wrong. README.md says what each is for. Those with `times` are used up, the others stand until they are cleared. */
export const Fault = z.discriminatedUnion('kind', [
  /** The next appends fail so, although they were written, or without. */
  z.strictObject({ kind: z.literal('append'), fails: z.enum(['wrong-version', 'timed-out', 'no-answer', 'death']), wrote: z.boolean(), times }),
  /** The next repeated appends are answered without a position. */
  z.strictObject({ kind: z.literal('no-position'), times }),
  /** The next reads are never answered. */
  z.strictObject({ kind: z.literal('silent-read'), times }),
  /** Whatever is asked, the server is not ready. Streams that are open go on. */
  z.strictObject({ kind: z.literal('unavailable') }),
  /** Milliseconds that every answer, and every page of events, comes late. */
  z.strictObject({ kind: z.literal('lag'), answersMs: ms.default(0), eventsMs: ms.default(0) }),
  /** Ends all open streams, once so many more events were sent to subscribers. As a slow consumer's: only those of subscribers. */
  z.strictObject({ kind: z.literal('drop'), afterEvents: z.int().nonnegative().default(0), as: z.enum(['unavailable', 'too-slow']).default('unavailable') }),
  /** Subscribers get nothing more, and are not told. */
  z.strictObject({ kind: z.literal('stuck') }),
  /** After each event a checkpoint, and "caught up", whatever is still to come. */
  z.strictObject({ kind: z.literal('eager-checkpoints') }),
  /** A page's checkpoint comes before its events. */
  z.strictObject({ kind: z.literal('early-checkpoints') }),
  /** Every open subscription gets a checkpoint of 2^64-1 at once. */
  z.strictObject({ kind: z.literal('impossible-checkpoint') }),
  /** The next events that a filter excludes are sent all the same. */
  z.strictObject({ kind: z.literal('leak'), times }),
]);

export type Fault = z.output<typeof Fault>;
/** A fault as a test writes it. */
export type FaultInput = z.input<typeof Fault>;
export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;
