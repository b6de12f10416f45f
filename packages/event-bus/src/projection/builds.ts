import type { Runtime } from '../runtime.js';
import { Build } from './build.js';
import type { BuildOptions } from './build.js';
import type { AnyProjection } from './definition.js';
import { createProjectionFile, openProjectionFile } from './file.js';
import { ProjectionFiles } from './files.js';
import type { OnIncident } from './incident.js';
import type { ProjectionSource } from './source.js';

export interface ProjectionOptions {
  readonly definition: AnyProjection;
  readonly source: ProjectionSource;
  /** Where its files stand; may be shared with other projections. */
  readonly directory: string;
  readonly runtime: Runtime;
  readonly onIncident: OnIncident;
}

/** What the last run left behind. */
export type Current =
  | { readonly kind: 'none' }
  | { readonly kind: 'usable'; readonly build: Build }
  /** A file of an earlier version: it can serve, not go on. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'unusable'; readonly path: string; readonly why: string };

/** Where the builds of one projection come from: the file that serves, or a new one beside it. */
export class Builds {
  readonly files: ProjectionFiles;
  readonly #options: ProjectionOptions;
  readonly #listeners: Pick<BuildOptions, 'onCommit' | 'onIncident'>;

  constructor(options: ProjectionOptions, listeners: Pick<BuildOptions, 'onCommit' | 'onIncident'>) {
    this.files = new ProjectionFiles(options.directory, options.definition.name);
    this.#options = options;
    this.#listeners = listeners;
  }

  /** Opens the file that serves, and removes what a crash left beside it. */
  current(): Current {
    const { definition, source } = this.#options;
    const path = this.files.current();
    if (path === undefined) return { kind: 'none' };
    const found = openProjectionFile(path, definition, source.storeId, this.#newOwner());
    if (found.kind === 'unusable') return { kind: 'unusable', path, why: found.why };
    this.files.clean(path);
    return found.kind === 'usable' ? { kind: 'usable', build: this.#build(found.file) } : found;
  }

  /** An empty build that nobody reads yet. */
  fresh(): Build {
    const { definition, source } = this.#options;
    return this.#build(createProjectionFile(this.files.next(definition.version), definition, source.storeId, this.#newOwner()));
  }

  #build(file: Build['file']): Build {
    const { definition, source, runtime } = this.#options;
    return new Build(file, { definition, source, runtime, ...this.#listeners });
  }

  #newOwner(): string {
    const { runtime } = this.#options;
    return `${runtime.now()}-${runtime.random()}`;
  }
}
