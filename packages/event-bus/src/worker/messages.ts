import type { Projections } from '../projection/projections.js';
import type { Incident } from '../projection/incident.js';
import type { ModuleRef } from './module-ref.js';

/** What a worker is started with. */
export interface WorkerTask {
  /** Each a `(options) => ProjectionDefinition`. */
  readonly modules: readonly ModuleRef[];
  /** `(options) => Promise<ProjectionSource>`. */
  readonly source: ModuleRef;
  /** `(options) => Runtime`. */
  readonly runtime: ModuleRef;
  readonly directory: string;
  /** Each names a function whose answer is an `Observer`. */
  readonly observers: readonly ModuleRef[];
}

/** Watches the thread from inside, by the channels of `tracing.ts`. */
export interface Observer {
  /** The projections have been closed; hand over what is left. Never rejects. */
  close(): Promise<void>;
}

/** What the main thread can ask for. Those that change something are not asked twice when the worker died over them. */
export type Question =
  | { readonly verb: 'status'; readonly names: readonly string[] | undefined }
  | { readonly verb: 'waitFor'; readonly name: string; readonly stream: string; readonly revision: number; readonly timeoutMs: number }
  | { readonly verb: 'listParked' | 'listSkipped'; readonly name: string | undefined }
  | { readonly verb: 'rebuild'; readonly name: string }
  | { readonly verb: 'reconfigure'; readonly name: string; readonly options: unknown }
  | { readonly verb: 'retry'; readonly name: string; readonly stream: string }
  | { readonly verb: 'skip'; readonly name: string; readonly stream: string; readonly revision: number; readonly reason: string }
  | { readonly verb: 'close' };

export interface Request {
  readonly id: number;
  readonly question: Question;
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly names: readonly string[] }
  /** It could not start at all. */
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: string }
  | { readonly kind: 'incident'; readonly incident: Incident };

/** Puts a question to projections on this thread. */
export function ask(projections: Projections, question: Question): Promise<unknown> {
  switch (question.verb) {
    case 'status':
      return projections.status(question.names);
    case 'waitFor':
      return projections.waitFor(question.name, question.stream, question.revision, question.timeoutMs);
    case 'listParked':
      return projections.listParked(question.name);
    case 'listSkipped':
      return projections.listSkipped(question.name);
    case 'rebuild':
      return projections.rebuild(question.name);
    case 'reconfigure':
      return projections.reconfigure(question.name, question.options);
    case 'retry':
      return projections.retry(question.name, question.stream);
    case 'skip':
      return projections.skip(question.name, question.stream, question.revision, question.reason);
    case 'close':
      return projections.close();
  }
}
