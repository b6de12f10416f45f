/** Why a stream stands still. */
export type ParkReason =
  /** `decode` threw: corrupt bytes, or a type that this version does not know. */
  | 'undecodable'
  /** `apply` or `replace` threw. */
  | 'refused'
  /** `prepare` threw for this event alone. */
  | 'unprepared'
  /** The stream could not be read back from the store for a replacement. */
  | 'unreadable'
  /** Events before this one are missing, here and in the store. */
  | 'gap';

export interface ParkedStream {
  readonly projection: string;
  readonly stream: string;
  /** First revision that was not applied. */
  readonly revision: number;
  /** Last revision that a skip would leave out; beyond `revision` only for a gap. */
  readonly through: number;
  /** The event that could not be applied, or the one that showed the gap. */
  readonly eventId: string;
  readonly reason: ParkReason;
  readonly detail: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Events of the stream that wait, in order, the parked one included. */
  readonly waiting: number;
}

/** Events of a stream that an operator left out, and why. */
export interface SkippedEvents {
  readonly projection: string;
  readonly stream: string;
  /** First and last revision left out. */
  readonly revision: number;
  readonly through: number;
  readonly eventId: string;
  /** The operator's words. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export type ReleaseOutcome =
  /** The stream is applied to its end and goes on. */
  | 'released'
  /** It stands again, there or further on; `listParked` says why. */
  | 'still-parked'
  /** Nothing was changed: the stream goes on already, or stands at another revision than a skip names. */
  | 'not-parked';
