import type { SqliteDatabase } from '@guitu/sqlite';
import { prepareImmediate } from '@guitu/sqlite';
import type { AnyProjection } from '../projection/definition.js';
import { TakenOver, describe, onOwnFile, sqliteFault } from '../projection/fault.js';
import type { Cursors } from '../port.js';
import type { Runtime } from '../runtime.js';
import { commitChannel } from '../tracing.js';
import type { ParkReason } from './parking.js';
import type { Step } from './plan.js';
import type { InboxTables } from './tables.js';

export interface ChunkCommit {
  readonly steps: readonly Step[];
  readonly context: unknown;
  /** Saved with the rows; absent while the page that they belong to is not complete. */
  readonly cursors?: Cursors | undefined;
  /** The chunk belongs to a retry of this stream. `exhausted`: the store has nothing more of it. */
  readonly releasing?: { readonly stream: string; readonly exhausted: boolean } | undefined;
}

export interface ChunkOutcome {
  /** The gate of every stream that moved. */
  readonly moved: ReadonlyMap<string, number>;
  readonly parked: ReadonlyMap<string, ParkReason>;
  /** Streams of this chunk that stand at a gap, old or new; worth another look in the store. */
  readonly gaps: ReadonlySet<string>;
  readonly applied: number;
}

export interface CommitterOptions {
  readonly db: SqliteDatabase;
  readonly tables: InboxTables;
  readonly definition: AnyProjection;
  readonly runtime: Runtime;
  /** Written into the file by the runner that opened it last. */
  readonly owner: string;
}

/**
 * Commits a chunk: rows, gates, parked streams and cursors in one transaction.
 * First without savepoints and with one flush, which is what nearly every chunk needs; if an event throws, all of it is rolled back and done again with a
 * savepoint and a flush around each event, so that a poison event takes nothing with it but its own stream. Whatever is rolled back, the definition's memory
 * of it goes too.
 */
export function createCommitter({ db, tables, definition, runtime, owner }: CommitterOptions): (chunk: ChunkCommit) => ChunkOutcome {
  function perform(step: Step, context: unknown): void {
    if (step.kind === 'apply') definition.apply(db, step.event, context);
    else if (step.kind === 'replace') definition.replace?.(db, step.stored.stream, step.history, context);
  }

  const performAlone = db.transaction((step: Step, context: unknown) => {
    perform(step, context);
    definition.flush?.(db);
  });

  const transact = prepareImmediate(db, ({ steps, context, cursors = {}, releasing }: ChunkCommit, oneByOne: boolean): ChunkOutcome => {
    if (tables.meta('owner') !== owner) throw new TakenOver(`Another runner has opened the file of ${definition.name}.`);
    const moved = new Map<string, number>();
    const parked = new Map<string, ParkReason>();
    const gaps = new Set<string>();
    let applied = 0;

    const park = ({ stored, from, through, reason, detail }: Omit<Extract<Step, { kind: 'park' }>, 'kind'>): void => {
      tables.park({ stream: stored.stream, revision: from, through, eventId: stored.id, reason, detail, at: runtime.now() });
      tables.enqueue(stored);
      parked.set(stored.stream, reason);
      if (reason === 'gap') gaps.add(stored.stream);
    };

    for (const step of steps) {
      const { stored } = step;
      if (step.kind === 'queue' || parked.has(stored.stream)) {
        tables.enqueue(stored);
        if (tables.parked(stored.stream)?.reason === 'gap') gaps.add(stored.stream);
      } else if (step.kind === 'park') {
        park(step);
      } else {
        try {
          if (oneByOne) performAlone(step, context);
          else perform(step, context);
          moved.set(stored.stream, stored.revision);
          applied += 1;
        } catch (error) {
          if (!oneByOne || sqliteFault(error) !== undefined) throw error;
          definition.forget?.(db);
          park({ stored, from: stored.revision, through: stored.revision, reason: 'refused', detail: describe(error) });
        }
      }
    }
    if (!oneByOne) definition.flush?.(db);
    for (const [stream, revision] of moved) tables.advance(stream, revision);
    for (const [partition, cursor] of Object.entries(cursors)) tables.setCursor(partition, cursor);
    if (releasing !== undefined) release(releasing, parked);
    return { moved, parked, gaps, applied };
  });

  /** A stream is free again only when nothing waits behind its gate; queued events that the store does not give back are a gap. */
  function release({ stream, exhausted }: NonNullable<ChunkCommit['releasing']>, parked: Map<string, ParkReason>): void {
    const last = tables.last(stream);
    const waiting = tables.dequeue(stream, last);
    if (!exhausted || parked.has(stream)) return;
    const row = tables.parked(stream);
    tables.unpark(stream);
    if (waiting === undefined || row === undefined) return;
    tables.park({ ...row, revision: last + 1, through: Math.max(last + 1, waiting - 1), reason: 'gap', detail: `The store has nothing after revision ${last}; revision ${waiting} waits.`, at: runtime.now() });
    parked.set(stream, 'gap');
  }

  function attempt(chunk: ChunkCommit, oneByOne: boolean): ChunkOutcome {
    try {
      return transact(chunk, oneByOne);
    } catch (error) {
      definition.forget?.(db);
      throw error;
    }
  }

  function commit(chunk: ChunkCommit): ChunkOutcome {
    try {
      return attempt(chunk, false);
    } catch (error) {
      if (error instanceof TakenOver || sqliteFault(error) !== undefined) throw error;
      return attempt(chunk, true);
    }
  }

  return (chunk) => onOwnFile(() => commitChannel.traceSync(commit, { projection: definition.name, events: chunk.steps.length, stored: () => chunk.steps.map(({ stored }) => stored) }, undefined, chunk));
}
