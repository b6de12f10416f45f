/** A place in the whole log as the protocol has it. Between two events as well: where a page ended, a place is the next byte and prepare 0. */
export interface Place {
  readonly commit: number;
  readonly prepare: number;
}

/** Before the first event. */
export const BEGINNING: Place = { commit: -1, prepare: -1 };

export const placeOf = (position: number): Place => ({ commit: position, prepare: position });

/** Negative when `a` comes first. */
export const comparePlaces = (a: Place, b: Place): number => a.commit - b.commit || a.prepare - b.prepare;

export const laterOf = (a: Place, b: Place): Place => (comparePlaces(a, b) < 0 ? b : a);
