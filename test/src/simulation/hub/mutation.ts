import type { Log } from './log.js';
import type { AnyDefinition } from './projections.js';
import type { StoreOfMachine } from './store.js';
import type { Answer } from './wire.js';

/** A hub that is made wrong on purpose in one place, to see whether the simulation finds out. */
export interface Mutation {
  readonly store: (store: StoreOfMachine, log: Log) => StoreOfMachine;
  readonly feed: (store: StoreOfMachine) => StoreOfMachine;
  readonly definition: (definition: AnyDefinition) => AnyDefinition;
  /** What a service answers, whoever asks. */
  readonly answer: (answer: Answer) => Answer;
  /** Instances of each service that know nothing of one another. */
  readonly instances: number;
  /** What was bound since the first start is gone after a kill. */
  readonly forgetsKeys: boolean;
}

export const unchanged: Mutation = {
  store: (store) => store,
  feed: (store) => store,
  definition: (definition) => definition,
  answer: (answer) => answer,
  instances: 1,
  forgetsKeys: false,
};
