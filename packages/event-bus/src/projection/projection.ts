import type { ParkedStream, ReleaseOutcome, SkippedEvents } from '../inbox/parking.js';
import { pause } from '../runtime.js';
import { rebuildChannel, switchChannel } from '../tracing.js';
import type { Build } from './build.js';
import { Builds } from './builds.js';
import { carrySkips } from './carry-skips.js';
import { checkDefinition } from './definition.js';
import type { ProjectionOptions } from './builds.js';
import { causeOf, describe, faultOf, onOwnFile } from './fault.js';
import type { Incident } from './incident.js';
import { backOffMs } from './persist.js';
import type { ProjectionStatus } from './status.js';
import { Waiters } from './waiters.js';
import type { WaitOutcome } from './waiters.js';

/**
 * One running projection: keeps the file that serves fed, and replaces it when it must. Two loops can run at once, in turns on this thread:
 * one feeds the file that serves, the other a new file, until that has caught up and takes its place.
 */
export class Projection {
  readonly #options: ProjectionOptions;
  readonly #builds: Builds;
  readonly #waiters = new Waiters();
  readonly #closing = new AbortController();
  /** The file that serves and is fed; absent while a file of an earlier version serves. */
  #live: Build | undefined;
  /** The file that is to take its place. */
  #next: Build | undefined;
  #rebuilding: Promise<void> | undefined;
  /** The definition took new options since that began: some of its rows are by the earlier ones. */
  #mixed = false;
  /** The rebuild after that one. */
  #again: Promise<void> | undefined;
  #pausing = new AbortController();
  #following: Promise<void> = Promise.resolve();
  #failing: string | undefined;
  #applied = 0;

  private constructor(options: ProjectionOptions) {
    this.#options = options;
    this.#builds = new Builds(options, {
      onIncident: (kind, detail, about) => this.#tell(kind, detail, about),
      onCommit: (build, { moved, parked, applied }) => {
        this.#applied += applied;
        for (const [stream, reason] of parked) this.#tell('parked', `${stream}: ${reason}`, { stream, cause: { name: reason } });
        if (build === this.#live) this.#waiters.look(build.file.tables.gate, [...moved.keys(), ...parked.keys()]);
      },
    });
  }

  /** Resolves when there is a file that readers can open; it may be empty or behind, which `status` tells. */
  static async open(options: ProjectionOptions): Promise<Projection> {
    checkDefinition(options.definition);
    const projection = new Projection(options);
    await projection.#start();
    return projection;
  }

  get name(): string {
    return this.#options.definition.name;
  }

  async status(): Promise<ProjectionStatus> {
    const lagEvents = await (this.#live ?? this.#next)?.backlog();
    // Looked at after the wait, all at one moment: the file may have been replaced meanwhile.
    const build = this.#live ?? this.#next;
    const position = build?.place();
    const caughtUp = this.#live?.caughtUp ?? false;
    const rebuildPosition = this.#next?.place();
    return {
      name: this.name,
      version: this.#options.definition.version,
      ...(position === undefined ? {} : { position }),
      caughtUp,
      ...(lagEvents === undefined ? {} : { lagEvents }),
      lagMs: build?.lag.ms(this.#options.runtime.now()) ?? 0,
      applied: this.#applied,
      parked: build === undefined ? 0 : onOwnFile(() => build.file.tables.parkedCount()),
      rebuilding: this.#rebuilding !== undefined,
      ...(rebuildPosition === undefined ? {} : { rebuildPosition }),
      servesEarlierVersion: this.#live === undefined,
      ...(this.#failing === undefined ? {} : { failing: this.#failing }),
    };
  }

  /** Resolves when a reader can see the event, when its stream turns out to be parked before it, or after that many milliseconds. */
  waitFor(stream: string, revision: number, timeoutMs: number): Promise<WaitOutcome> {
    const live = this.#live;
    const gate = live && onOwnFile(() => live.file.tables.gate(stream));
    return this.#waiters.wait(stream, revision, gate, timeoutMs, this.#options.runtime);
  }

  listParked(): readonly ParkedStream[] {
    const tables = this.#operated().file.tables;
    return onOwnFile(() => tables.allParked()).map((row) => ({ projection: this.name, ...row }));
  }

  reconfigure(options: unknown): void {
    const { definition } = this.#options;
    if (definition.reconfigure === undefined) throw new TypeError(`Projection ${this.name} takes no new options.`);
    definition.reconfigure(options);
    this.#mixed = true;
  }

  /** What operators left out of the file that serves. */
  listSkipped(): readonly SkippedEvents[] {
    const tables = this.#operated().file.tables;
    return onOwnFile(() => tables.allSkipped()).map((row) => ({ projection: this.name, ...row }));
  }

  retry(stream: string): Promise<ReleaseOutcome> {
    return this.#operated().inbox.retry(stream);
  }

  skip(stream: string, revision: number, reason: string): Promise<ReleaseOutcome> {
    return this.#operated().inbox.skip(stream, revision, reason);
  }

  /**
   * Builds a new file from the log while the old one serves; resolves when the new one does. Asking again meanwhile waits for the same, and where the definition
   * took new options since that began, for another after it.
   */
  rebuild(): Promise<void> {
    if (this.#rebuilding !== undefined && this.#mixed) {
      const begin = (): Promise<void> => {
        this.#again = undefined;
        this.#closing.signal.throwIfAborted();
        return this.rebuild();
      };
      return (this.#again ??= this.#rebuilding.then(begin, begin));
    }
    if (this.#rebuilding === undefined) {
      this.#mixed = false;
      this.#rebuilding = rebuildChannel.tracePromise(() => this.#rebuild(), { projection: this.name }).finally(() => {
        this.#rebuilding = undefined;
      });
    }
    return this.#rebuilding;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#pausing.abort();
    this.#waiters.dismiss();
    this.#live?.giveUp();
    this.#next?.giveUp();
    await this.#following;
    await this.#rebuilding?.catch(() => undefined); // Told to whoever asked for it.
    await this.#live?.close();
    this.#live = undefined;
  }

  #operated(): Build {
    const build = this.#live ?? this.#next;
    if (build === undefined) throw new Error(`Projection ${this.name} has no file at work just now; try again.`);
    return build;
  }

  async #start(): Promise<void> {
    const found = this.#builds.current();
    if (found.kind === 'usable') this.#live = found.build;
    else if (found.kind === 'unusable') this.#replace(found.path, found.why);
    else if (found.kind === 'none') this.#serveNewFile();
    this.#following = this.#live === undefined ? this.#moveToThisVersion() : this.#follow();
  }

  /** Feeds the file that serves until paused or closed, over whatever comes. */
  async #follow(): Promise<void> {
    const pausing = new AbortController();
    this.#pausing = pausing;
    if (this.#closing.signal.aborted) return;
    let broken: string | undefined;
    for (let attempt = 0; !pausing.signal.aborted; attempt += 1) {
      const build = this.#live;
      if (build === undefined) return;
      try {
        if (broken !== undefined) {
          await build.close();
          this.#replace(build.file.path, broken);
          broken = undefined;
          attempt = 0;
          continue;
        }
        await build.follow(pausing.signal, () => {
          attempt = 0;
          this.#failing = undefined;
        });
      } catch (error) {
        if (pausing.signal.aborted) return;
        const fault = faultOf(error);
        this.#failing = describe(error);
        if (fault === 'taken-over') return this.#tell('taken-over', this.#failing, { cause: causeOf(error) });
        if (fault === 'file-unusable' || fault === 'foreign-checkpoint') broken = this.#failing;
        else this.#tell('retrying', this.#failing, { cause: causeOf(error) });
        if (broken === undefined || attempt > 0) await pause(this.#options.runtime, backOffMs(attempt, this.#options.runtime.random()), pausing.signal);
      }
    }
  }

  /** A new version of the definition: the old file serves as it is, because the code that fed it is gone, until the new one has caught up. */
  async #moveToThisVersion(): Promise<void> {
    const { runtime } = this.#options;
    for (let attempt = 0; !this.#closing.signal.aborted; attempt += 1) {
      try {
        return await this.rebuild();
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        this.#failing = describe(error);
        await pause(runtime, backOffMs(attempt, runtime.random()), this.#closing.signal);
      }
    }
  }

  async #rebuild(): Promise<void> {
    const { signal } = this.#closing;
    const files = this.#builds.files;
    const next = this.#builds.fresh();
    const { file } = next;
    file.db.pragma('synchronous = OFF'); // Made durable as a whole before it serves.
    this.#next = next;
    try {
      await next.begin();
      await next.catchUp(signal);
      if (this.#live !== undefined) {
        this.#pausing.abort();
        await this.#following;
      }
      // What the old file took from the bus meanwhile stands in the store, so after this pass no reader is taken back in time.
      await next.catchUp(signal);
      await carrySkips(files.current(), next);
      next.harden();
      file.db.pragma('synchronous = NORMAL');
      switchChannel.traceSync(() => files.point(file.path), { projection: this.name });
    } catch (error) {
      await next.close();
      files.remove(file.path);
      this.#next = undefined;
      this.#tell('rebuild-failed', describe(error), { cause: causeOf(error) });
      if (this.#live !== undefined && this.#pausing.signal.aborted) this.#following = this.#follow();
      throw error;
    }
    const previous = this.#live;
    this.#live = next;
    this.#next = undefined;
    this.#failing = undefined;
    await previous?.close();
    files.clean(file.path);
    this.#tell('switched', `${file.path} serves.`);
    this.#waiters.look((stream) => onOwnFile(() => file.tables.gate(stream)));
    this.#following = this.#follow();
  }

  #replace(path: string, why: string): void {
    this.#tell('file-replaced', why);
    this.#builds.files.setAside(path);
    this.#serveNewFile();
  }

  /** When nothing can serve: the new file serves while it grows, and a crash does not begin it anew. */
  #serveNewFile(): void {
    const { files } = this.#builds;
    const build = this.#builds.fresh();
    files.point(build.file.path);
    this.#live = build;
    if (this.#next === undefined) files.clean(build.file.path);
  }

  #tell(kind: Incident['kind'], detail: string, about: Pick<Incident, 'stream' | 'cause'> = {}): void {
    this.#options.onIncident({ kind, projection: this.name, ...about, detail });
  }
}
