import type { Config, ServiceName } from '../config.js';
import type { Verifier } from '../auth/verifier.js';
import type { Service } from '../http/service.js';
import type { Logger } from '../logger.js';
import type { Instruments } from '../observe/instruments.js';
import type { ProcessMetrics } from '../observe/process-metrics.js';
import type { Words } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import type { Environment } from '../setting.js';
import type { Closable } from './kept-parts.js';

/** A service that runs as a process of its own. */
export interface ServiceProcess {
  /** In logs and metrics, in the `aud` of tokens, of its folder below `GUITU_DATA`, and by which its port is known. */
  readonly name: ServiceName;
  readonly title: Words;
  /**
   * Reads the settings that it alone has, opens what it stands on by `context.open`, and answers with what it serves. What it opens it hands to `context.keep`.
   * A `StartError` ends the process with one line.
   */
  start(context: ProcessContext): Promise<Service>;
}

/** What a process gives the service that runs in it. */
export interface ProcessContext {
  readonly name: ServiceName;
  readonly config: Config;
  readonly environment: Environment;
  /** Which copy of the service this is; empty for the first. */
  readonly instance: string;
  /** Its own, below `GUITU_DATA`; it is there, and can be written to. */
  readonly dataDirectory: string;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly instruments: Instruments;
  readonly processMetrics: ProcessMetrics;
  /** Where clients get their tokens; for documents. */
  readonly tokenUrl: string;
  /** Fires when the process stops. */
  readonly stopping: AbortSignal;
  /** Opens something that may not be there yet, again and again until it is; `/readyz` names it meanwhile. Rejects where waiting does not help. */
  open<T>(what: string, open: () => Promise<T>): Promise<T>;
  /** Checks tokens for this service; waits until the issuer has shown its keys. */
  openVerifier(): Promise<Verifier>;
  /** Closed at the stop, the last first, after the port. */
  keep<T extends Closable>(part: T): T;
}
