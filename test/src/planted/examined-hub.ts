import type { PlantedHub } from './lifecycles/hub.js';
import type { Files } from './exits/files.js';

/** What an operator types, and the directory of the process that is asked. */
export interface Typed {
  readonly directory: string;
  readonly words: readonly string[];
}

/** A hub under examination, in either profile: what is asked of it over HTTP, and what its operator and its disk know. */
export interface ExaminedHub {
  readonly hub: PlantedHub;
  /** So often is a lifecycle read while it goes on, beside once when it is over. */
  readonly looks: number;
  /** Resolves when the lists show everything that was recorded before the call. */
  settled(): Promise<void>;
  /** Of a process that knows who may see what: `guitu disclose` and `guitu export` are run on it. */
  readonly directory: string;
  /** What else an operator asks. */
  readonly typed: readonly Typed[];
  /** Everything that is kept, by place. */
  kept(): Promise<Readonly<Record<string, Files>>>;
  /** Everything that is written for others to read: what is said in log lines, and the traces. */
  written(): Readonly<Record<string, string>>;
  /** Ends the hub in order, so that everything that it had to say is said. Its files stay. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}
