/** Heads remembered at most. Beyond that neighbours are joined, so that an age may come out older than it is by a sixtieth of the time since the first. */
const MOST = 128;

interface Mark {
  /** When the log was first seen to reach this far, milliseconds since 1970. */
  readonly at: number;
  /** Its head then; absent for a bus whose places are none in the log. */
  readonly head: string | undefined;
}

/**
 * For how long the oldest event that is not applied has been waiting, by this projection's own clock: the log has no real time in it, because the
 * time of an event is the business clock's. An event's age begins when it was first seen, a poll after its commit at most.
 */
export class Lag {
  /** Heads seen and not reached yet, oldest first. */
  #marks: Mark[] = [];
  #apartMs = 0;
  #lostAt: number | undefined;

  /** The log reaches this far at this moment. What came while it could not be asked may have come at once. */
  seen(head: string | undefined, now: number): void {
    const at = this.#lostAt ?? now;
    this.#lostAt = undefined;
    if (this.#marks.length === 0) this.#apartMs = 0;
    add(this.#marks, { at, head }, this.#apartMs);
    while (this.#marks.length > MOST) this.#thin();
  }

  /** Everything up to and including this place is applied. */
  reached(position: string): void {
    while (this.#marks[0]?.head !== undefined && this.#marks[0].head <= position) this.#marks.shift();
  }

  /** Nothing was waiting any more. */
  level(): void {
    this.#lostAt = undefined;
    this.#marks = [];
  }

  /** The events cannot be asked for, or what came cannot be kept: from now on nobody knows what waits, so it counts as waiting. */
  lost(now: number): void {
    this.#lostAt ??= now;
  }

  /** Milliseconds; 0 when nothing waits. */
  ms(now: number): number {
    const since = Math.min(this.#marks[0]?.at ?? Infinity, this.#lostAt ?? Infinity);
    return since === Infinity ? 0 : Math.max(0, now - since);
  }

  #thin(): void {
    this.#apartMs = Math.max(1, this.#apartMs * 2);
    const kept: Mark[] = [];
    for (const mark of this.#marks) add(kept, mark, this.#apartMs);
    this.#marks = kept;
  }
}

/** A mark too near to the last one makes that one reach further: its events then count from the earlier moment. */
function add(marks: Mark[], mark: Mark, apartMs: number): void {
  const last = marks.at(-1);
  if (last === undefined || (mark.at - last.at >= apartMs && mark.head !== last.head)) marks.push(mark);
  else marks[marks.length - 1] = { at: last.at, head: mark.head };
}
