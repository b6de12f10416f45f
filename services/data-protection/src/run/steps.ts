import { tracingChannel } from 'node:diagnostics_channel';

interface Step {
  readonly matter: string;
}

/** Published around each step of an erasure or a restriction, for whoever wants to watch or to break it. */
export const matterChannels = {
  /** The approval is written to the ledger. */
  approve: tracingChannel<unknown, Step>('guitu.matter.approve'),
  /** The keys are destroyed, and the ledger says so. */
  destroy: tracingChannel<unknown, Step>('guitu.matter.destroy'),
  /** The log says so. */
  append: tracingChannel<unknown, Step>('guitu.matter.append'),
  /** The ledger says that the log does. */
  done: tracingChannel<unknown, Step>('guitu.matter.done'),
};
