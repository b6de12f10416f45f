import type { Step } from './script/step.js';

export interface ScheduleOptions {
  /** Commands under way at a time. */
  readonly inFlight: number;
  /** How far the play may run ahead of the oldest step that is not answered, in steps: the clock of the hub stays near that of the story. */
  readonly ahead: number;
  readonly signal?: AbortSignal | undefined;
}

/** Steps that are free to go, the earliest first: a binary heap of places in the script. */
function earliestFirst(): { put(place: number): void; first(): number | undefined; take(): number | undefined } {
  const heap: number[] = [];
  const at = (index: number): number => heap[index] ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  return {
    put: (place) => {
      heap.push(place);
      for (let index = heap.length - 1; index > 0 && at(index) < at((index - 1) >> 1); index = (index - 1) >> 1) swap(index, (index - 1) >> 1);
    },
    first: () => heap[0],
    take: () => {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let index = 0; ; ) {
        const least = at(2 * index + 1) <= at(2 * index + 2) ? 2 * index + 1 : 2 * index + 2;
        if (at(least) >= at(index)) return first;
        swap(index, least);
        index = least;
      }
    },
  };
}

/** For each step the later ones that wait for it, and how many it waits for: the step before it in its story, and those that it names. */
function waiting(steps: readonly Step[]): { readonly dependents: readonly number[][]; readonly count: number[] } {
  const placeOf = new Map(steps.map(({ id }, place) => [id, place]));
  const lastOf = new Map<string, number>();
  const dependents: number[][] = steps.map(() => []);
  const count = steps.map(({ story, after }, place) => {
    const before = [lastOf.get(story), ...after.map((id) => placeOf.get(id))].filter((earlier) => earlier !== undefined);
    for (const earlier of new Set(before)) dependents[earlier]?.push(place);
    lastOf.set(story, place);
    return new Set(before).size;
  });
  return { dependents, count };
}

/**
 * Runs steps in the order of their time, several at once: within a story, and where one names another, strictly one after the other. The first failure stops
 * the rest: what is under way ends, nothing new begins, and the failure is thrown. An abort does the same and throws its reason.
 */
export async function runInOrder(steps: readonly Step[], run: (step: Step) => Promise<void>, { inFlight, ahead, signal }: ScheduleOptions): Promise<void> {
  const { dependents, count } = waiting(steps);
  const ready = earliestFirst();
  const done = new Uint8Array(steps.length);
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let oldest = 0;
  count.forEach((left, place) => {
    if (left === 0) ready.put(place);
  });

  function finish(place: number): void {
    done[place] = 1;
    while (done[oldest] === 1) oldest += 1;
    for (const dependent of dependents[place] ?? []) {
      const left = (count[dependent] ?? 1) - 1;
      count[dependent] = left;
      if (left === 0) ready.put(dependent);
    }
  }
  function begin(place: number): void {
    const step = steps[place];
    if (step === undefined) return;
    const running = run(step).then(
      () => finish(place),
      (error: unknown) => void failures.push(error),
    );
    const tracked: Promise<void> = running.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  while (failures.length === 0 && signal?.aborted !== true) {
    while (underWay.size < inFlight && (ready.first() ?? Number.POSITIVE_INFINITY) < oldest + ahead) begin(ready.take() ?? 0);
    if (underWay.size === 0) break;
    await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  signal?.throwIfAborted();
}
