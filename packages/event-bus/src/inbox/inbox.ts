import type { EventReader, StoredEvent } from '@guitu/event-store';
import type { SqliteDatabase } from '@guitu/sqlite';
import { immediate } from '@guitu/sqlite';
import type { BusPage } from '../port.js';
import type { AnyProjection } from '../projection/definition.js';
import { GaveUp, onOwnFile } from '../projection/fault.js';
import { Mutex } from '../projection/mutex.js';
import { persist } from '../projection/persist.js';
import type { PersistOptions } from '../projection/persist.js';
import { createCommitter } from './commit-chunk.js';
import type { ChunkCommit, ChunkOutcome } from './commit-chunk.js';
import { Gates } from './gates.js';
import type { ParkReason, ReleaseOutcome } from './parking.js';
import { parkStep, planChunk } from './plan.js';
import type { Step } from './plan.js';
import type { Gate, InboxTables } from './tables.js';

/** Events in one transaction while a projection follows the log: holds the thread for a few milliseconds. */
export const CHUNK = 250;
/** Most events in one transaction; the store's page ends earlier where events are large. A backlog is taken in such pieces, because a row that many events change is written once per piece. */
export const BULK = 4_000;

export interface InboxOptions extends PersistOptions {
  readonly db: SqliteDatabase;
  readonly tables: InboxTables;
  readonly definition: AnyProjection;
  readonly reader: EventReader;
  readonly owner: string;
  /** After each commit. */
  readonly onCommit: (outcome: ChunkOutcome) => void;
  /** A gap that the store could close: the bus lost something or brought it late. */
  readonly onGapClosed: (stream: string) => void;
}

/**
 * The inbox of one projection file. Delivered events go through the revision gate and are applied together with their cursor;
 * an event that cannot be applied parks its stream, later ones of that stream wait behind it in order, and all other streams go on.
 */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #commit: (chunk: ChunkCommit) => ChunkOutcome;
  readonly #gates: Gates;
  readonly #turn = new Mutex();

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#commit = createCommitter(options);
    this.#gates = new Gates(options.tables);
  }

  /** Resolves when the page is committed, poison parked, together with its cursors. */
  receive({ cursors, events }: BusPage): Promise<void> {
    return this.#turn.run(async () => {
      for (let at = 0; at === 0 || at < events.length; at += BULK) {
        const complete = at + BULK >= events.length;
        const outcome = await this.#process(events.slice(at, at + BULK), complete ? { cursors } : {});
        for (const stream of outcome.gaps) await this.#closeGap(stream);
      }
    });
  }

  /** Looks again for what is missing; a crash may have come between noticing a gap and closing it. */
  closeGaps(): Promise<void> {
    return this.#turn.run(async () => {
      for (const { stream, reason } of onOwnFile(() => this.#options.tables.allParked())) if (reason === 'gap') await this.#closeGap(stream);
    });
  }

  /** Applies the stream again from the parked revision on, as the store has it. */
  retry(stream: string): Promise<ReleaseOutcome> {
    return this.#turn.run(() => this.#release(stream));
  }

  /** Records that this revision is left out, and why, and goes on behind it. `not-parked` where the stream stands at another one: that one nobody has judged yet. */
  skip(stream: string, revision: number, reason: string): Promise<ReleaseOutcome> {
    const { db, tables, runtime } = this.#options;
    return this.#turn.run(async () => {
      const parked = onOwnFile(() => tables.parked(stream));
      if (parked?.revision !== revision) return 'not-parked';
      onOwnFile(() => immediate(db, () => {
        if (revision <= tables.last(stream)) return;
        tables.skip(parked, reason, runtime.now());
        tables.advance(stream, parked.through);
        tables.dequeue(stream, parked.through);
      }));
      this.#gates.forget(stream);
      return this.#release(stream);
    });
  }

  /** Resolves when everything asked for so far has ended. */
  idle(): Promise<void> {
    return this.#turn.run(async () => undefined);
  }

  async #closeGap(stream: string): Promise<void> {
    try {
      if ((await this.#release(stream)) === 'released') this.#options.onGapClosed(stream);
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error; // The stream stays parked, and an operator sees it there.
    }
  }

  async #release(stream: string): Promise<ReleaseOutcome> {
    const { reader } = this.#options;
    const gate = (): Gate => onOwnFile(() => this.#gates.of(stream));
    if (!gate().parked) return 'not-parked';
    for (;;) {
      const { last } = gate();
      const events = await persist(() => reader.readStream(stream, { from: last + 1, limit: CHUNK }), this.#options);
      const exhausted = events.length < CHUNK;
      const outcome = await this.#process(events, { releasing: { stream, exhausted } });
      if (outcome.parked.has(stream)) return 'still-parked';
      if (exhausted) return 'released';
    }
  }

  async #process(events: readonly StoredEvent[], also: Pick<ChunkCommit, 'cursors' | 'releasing'>): Promise<ChunkOutcome> {
    const gateOf = (stream: string): Gate => {
      const gate = this.#gates.of(stream);
      return stream === also.releasing?.stream ? { ...gate, parked: false } : gate;
    };
    const steps = await this.#readHistories(onOwnFile(() => planChunk(events, gateOf, this.#options.definition)));
    let context: unknown;
    try {
      context = await this.#prepare(steps);
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
      const [only, ...others] = events;
      if (only !== undefined && others.length > 0) return this.#processOneByOne(events, also);
      return this.#store({ steps: steps.map((step) => parkStep(step.stored, 'unprepared', error.cause)), context: undefined, ...also });
    }
    return this.#store({ steps, context, ...also });
  }

  /** After `prepare` failed for a whole chunk: each event by itself, so that only the culprit is parked. */
  async #processOneByOne(events: readonly StoredEvent[], { cursors, releasing }: Pick<ChunkCommit, 'cursors' | 'releasing'>): Promise<ChunkOutcome> {
    const moved = new Map<string, number>();
    const parked = new Map<string, ParkReason>();
    const gaps = new Set<string>();
    let applied = 0;
    for (const [index, event] of events.entries()) {
      const last = index === events.length - 1;
      const outcome = await this.#process([event], {
        cursors: last ? cursors : undefined,
        releasing: releasing && { ...releasing, exhausted: last && releasing.exhausted },
      });
      for (const [stream, revision] of outcome.moved) moved.set(stream, revision);
      for (const [stream, reason] of outcome.parked) parked.set(stream, reason);
      for (const stream of outcome.gaps) gaps.add(stream);
      applied += outcome.applied;
      if (releasing !== undefined && parked.has(releasing.stream)) break;
    }
    return { moved, parked, gaps, applied };
  }

  async #store(chunk: ChunkCommit): Promise<ChunkOutcome> {
    const outcome = await persist(async () => this.#commit(chunk), this.#options);
    this.#gates.committed(outcome, chunk.releasing !== undefined);
    this.#options.onCommit(outcome);
    return outcome;
  }

  async #prepare(steps: readonly Step[]): Promise<unknown> {
    const { definition } = this.#options;
    if (definition.prepare === undefined) return undefined;
    const events = steps.flatMap((step) => (step.kind === 'apply' ? [step.event] : step.kind === 'replace' ? step.history : []));
    return events.length === 0 ? undefined : persist(async () => definition.prepare?.(events), this.#options);
  }

  async #readHistories(steps: Step[]): Promise<Step[]> {
    for (const [index, step] of steps.entries()) if (step.kind === 'replace') steps[index] = await this.#readHistory(step.stored);
    return steps;
  }

  async #readHistory(stored: StoredEvent): Promise<Step> {
    const { tables, reader, definition } = this.#options;
    const { stream, revision } = stored;
    try {
      const events = await persist(async () => {
        const found = await reader.readStream(stream, { limit: revision + 1 });
        if (found.at(-1)?.revision !== revision) throw new Error(`The store gave ${found.length} events for revisions 0 to ${revision}.`);
        return found;
      }, this.#options);
      const skipped = onOwnFile(() => tables.skippedOf(stream));
      const kept = events.filter((event) => !skipped.some((range) => event.revision >= range.revision && event.revision <= range.through));
      try {
        return { kind: 'replace', stored, history: kept.map((event) => definition.decode(event)) };
      } catch (error) {
        return parkStep(stored, 'undecodable', error);
      }
    } catch (error) {
      if (error instanceof GaveUp) return parkStep(stored, 'unreadable', error.cause);
      throw error;
    }
  }
}
