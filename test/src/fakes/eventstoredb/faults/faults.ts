import type { Fault, FaultKind, FaultOf } from './fault.js';

/** The faults that are still to come, in the order in which they were set. */
export interface Faults {
  set(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** The first of this kind, one time used up; undefined when there is none. */
  take<Kind extends FaultKind>(kind: Kind): FaultOf<Kind> | undefined;
  /** Resolves at the next `clear`. */
  cleared(): Promise<void>;
}

export function noFaults(): Faults {
  let standing: { readonly fault: Fault; left: number }[] = [];
  const waiting: (() => void)[] = [];
  const ofKind =
    <Kind extends FaultKind>(kind: Kind) =>
    (fault: Fault): fault is FaultOf<Kind> =>
      fault.kind === kind;
  return {
    set: (fault) => void standing.push({ fault, left: 'times' in fault ? fault.times : Infinity }),
    clear: () => {
      standing = [];
      for (const resolve of waiting.splice(0)) resolve();
    },
    list: () => standing.map(({ fault }) => fault),
    take: (kind) => {
      const is = ofKind(kind);
      for (const entry of standing) {
        if (!is(entry.fault)) continue;
        entry.left -= 1;
        if (entry.left === 0) standing = standing.filter((other) => other !== entry);
        return entry.fault;
      }
      return undefined;
    },
    cleared: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
