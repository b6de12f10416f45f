import type { Gate } from '../inbox/tables.js';
import { pause } from '../runtime.js';
import type { Runtime } from '../runtime.js';

export type WaitOutcome =
  /** A reader that looks now sees the event. */
  | 'applied'
  /** The stream stands still before that event. */
  | 'parked'
  | 'timed-out';

interface Waiter {
  readonly revision: number;
  readonly resolve: (outcome: WaitOutcome) => void;
}

/** Those who wait for their own write to become visible, by stream. */
export class Waiters {
  readonly #byStream = new Map<string, Set<Waiter>>();

  /** Ends with `timed-out` after that many milliseconds. `gate` is looked at before waiting, so that nothing is missed. */
  async wait(stream: string, revision: number, gate: Gate | undefined, timeoutMs: number, runtime: Runtime): Promise<WaitOutcome> {
    const known = gate && outcomeAt(gate, revision);
    if (known !== undefined) return known;
    const alarm = new AbortController();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        revision,
        resolve: (outcome) => {
          this.#remove(stream, waiter);
          alarm.abort();
          resolve(outcome);
        },
      };
      const waiting = this.#byStream.get(stream);
      if (waiting === undefined) this.#byStream.set(stream, new Set([waiter]));
      else waiting.add(waiter);
      pause(runtime, timeoutMs, alarm.signal).then(() => waiter.resolve('timed-out'), reject);
    });
  }

  /** Tells those whom the new state of these streams concerns; all streams when none are named. */
  look(gateOf: (stream: string) => Gate, streams?: Iterable<string>): void {
    if (this.#byStream.size === 0) return;
    for (const stream of streams ?? [...this.#byStream.keys()]) {
      const waiting = this.#byStream.get(stream);
      if (waiting === undefined) continue;
      const gate = gateOf(stream);
      for (const waiter of [...waiting]) {
        const outcome = outcomeAt(gate, waiter.revision);
        if (outcome !== undefined) waiter.resolve(outcome);
      }
    }
  }

  /** Ends all waiting, at the close. */
  dismiss(): void {
    for (const waiting of [...this.#byStream.values()]) for (const waiter of [...waiting]) waiter.resolve('timed-out');
  }

  #remove(stream: string, waiter: Waiter): void {
    const waiting = this.#byStream.get(stream);
    waiting?.delete(waiter);
    if (waiting?.size === 0) this.#byStream.delete(stream);
  }
}

function outcomeAt({ last, parked }: Gate, revision: number): WaitOutcome | undefined {
  if (last >= revision) return 'applied';
  return parked ? 'parked' : undefined;
}
