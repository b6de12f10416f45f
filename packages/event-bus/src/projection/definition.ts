import { createHash } from 'node:crypto';
import type { StoredEvent } from '@guitu/event-store';
import type { SqliteDatabase } from '@guitu/sqlite';

/**
 * What one projection is, as data and plain functions. The runner does the rest: duplicates, gaps, poison, checkpoints, rebuilds.
 * @typeParam E a decoded event
 * @typeParam C what `prepare` found out for a chunk of events
 */
export interface ProjectionDefinition<E, C = undefined> {
  /** Lower-case letters, digits and dashes; also the name of its file. */
  readonly name: string;
  /** A change means a rebuild into a new file. A change of `schema` or `categories` means the same, in case this was forgotten. */
  readonly version: number;
  /** Whole streams only: the gate of a stream is its revision, so a projection that left events out would see gaps. */
  readonly categories: readonly string[];
  /** What its rows depend on beside the log and this code: a setting of the installation, say. A change means a rebuild, like one of `version`. */
  readonly settings?: string;
  /** DDL of its own tables. Names that begin with `inbox_` are the runner's. */
  readonly schema: string;
  /**
   * Milliseconds after a transaction before the next begins, while it follows the log: so that under load many events share one. An event that comes after
   * the rest is taken at once. None when absent.
   */
  readonly restMs?: number;
  /** Throws for bytes that cannot be read and for unknown types: the stream is parked, nothing is skipped. */
  decode(stored: StoredEvent): E;
  /**
   * Asynchronous work before the transaction, for all events of a chunk at once (opening sealed statistics in the vault, say).
   * An error with `retriable: true` is tried again for ever, any other five times; then the chunk is taken apart and the stream that causes it is parked.
   */
  prepare?(events: readonly E[]): Promise<C>;
  /** Runs inside the transaction: synchronous, and a function of its arguments and the projection's rows alone. Throwing parks the stream. */
  apply(tx: SqliteDatabase, event: E, context: C): void;
  /**
   * Takes new options, of the shape that the definition was made with: from the next event on it goes by them. Rows that are there stay as they are; whoever
   * changes what they mean asks for a rebuild.
   */
  reconfigure?(options: unknown): void;
  /** True for an event that changes what earlier ones mean (voided, corrected): the runner then reads the whole stream up to it and calls `replace`. */
  replacesOn?(event: E): boolean;
  /** Deletes the stream's rows and makes them anew. `events` are all up to and including the one that asked for it, without those an operator skipped. */
  replace?(tx: SqliteDatabase, stream: string, events: readonly E[], context: C): void;
  /**
   * Writes what `apply` and `replace` held back in memory: once per chunk, inside its transaction, after its last event. So a row that many events of a
   * chunk change is written once. After it the rows say everything; throwing parks the stream that causes it. `keptRows` does this and the next.
   */
  flush?(tx: SqliteDatabase): void;
  /** Drops what is in memory of this file's rows, held back or only remembered, because the transaction was rolled back. Goes with `flush`. */
  forget?(tx: SqliteDatabase): void;
}

/** A definition whose event and context types are nobody's business but its own. */
export type AnyProjection = ProjectionDefinition<unknown, unknown>;

/** Changes whenever rows made by one definition cannot be continued by the other. */
export function fingerprintOf({ name, version, categories, schema, settings }: AnyProjection): string {
  return createHash('sha256').update(JSON.stringify([name, version, [...categories].sort(), schema, ...(settings === undefined ? [] : [settings])])).digest('hex');
}

/** Refuses a definition that the runner could not keep its promises for. */
export function checkDefinition(definition: AnyProjection): void {
  const { name, version, categories } = definition;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new TypeError(`"${name}" cannot name a projection: lower-case letters, digits and dashes, a letter first.`);
  if (!Number.isSafeInteger(version) || version < 1) throw new TypeError(`Projection ${name}: the version must be a whole number from 1, not ${version}.`);
  if (categories.length === 0) throw new TypeError(`Projection ${name} names no category.`);
  if (definition.replacesOn !== undefined && definition.replace === undefined) throw new TypeError(`Projection ${name} has replacesOn and no replace.`);
  if ((definition.flush === undefined) !== (definition.forget === undefined)) throw new TypeError(`Projection ${name} has one of flush and forget without the other.`);
}
