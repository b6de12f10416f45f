import type { Chance } from '../support/seed.js';

/** Everything that goes wrong in a schedule, with how often: in so many of a thousand places where it could. The first five may come before any task. */
export const faultKinds = {
  'hub-killed': 3,
  'projections-killed': 3,
  'rebuilt-while-serving': 2,
  'clock-forward': 3,
  'clock-back': 3,
  'killed-in-transaction': 12,
  'projection-file-lost': 200,
  'store-away': 15,
  'append-lost': 12,
  'append-unheard': 15,
  'append-after-death': 500,
  'vault-away': 12,
  'feed-broken': 30,
  'feed-repeated': 60,
  'feed-doubled': 80,
  'page-cut': 250,
  'request-lost': 40,
  'answer-lost': 60,
  'sent-twice': 100,
  'key-reused': 30,
  'gave-up': 300,
  'stale-sight': 150,
} as const;
export type FaultKind = keyof typeof faultKinds;

/** Decides where something goes wrong, and counts what did. */
export class Faults {
  readonly injected = new Map<FaultKind, number>();
  #on = true;

  constructor(
    readonly chance: Chance,
    private readonly tell: (line: string) => void,
  ) {}

  /** True when it is to go wrong here. */
  strikes(kind: FaultKind): boolean {
    if (!this.#on || this.chance.below(1_000) >= faultKinds[kind]) return false;
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
    this.tell(`fault ${kind}`);
    return true;
  }

  /** From now on nothing goes wrong. */
  stop(): void {
    this.#on = false;
  }
}
