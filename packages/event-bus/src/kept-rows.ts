import type { SqliteDatabase } from '@guitu/sqlite';

/**
 * Values of a projection's rows that are kept in memory between the events of a chunk and, a bounded number of them, between chunks: read once, written once
 * per chunk. For a definition whose `flush` and `forget` are these. One memory for each connection, so that a rebuild and the file that serves never mix.
 */
export interface KeptRows<V> {
  /** The value as the events so far made it; undefined where there is none. It may be changed in place, and must then be `put`. */
  get(tx: SqliteDatabase, key: string): V | undefined;
  put(tx: SqliteDatabase, key: string, value: V): void;
  /** Writes what was put since the last flush, in the order of the first `put` of each. */
  flush(tx: SqliteDatabase): void;
  /** Drops everything: what is in the rows is true again. */
  forget(tx: SqliteDatabase): void;
}

export interface KeptRowsOptions<V> {
  /** Values remembered after a flush: this many at least, twice as many at most. */
  readonly most: number;
  readonly load: (tx: SqliteDatabase, key: string) => V | undefined;
  readonly save: (tx: SqliteDatabase, key: string, value: V) => void;
}

/** Two generations rather than a list by age: what is used moves to the younger one, and the older one is dropped whole. */
interface Memory<V> {
  readonly changed: Map<string, V>;
  young: Map<string, V>;
  old: Map<string, V>;
}

export function keptRows<V>({ most, load, save }: KeptRowsOptions<V>): KeptRows<V> {
  const memories = new WeakMap<SqliteDatabase, Memory<V>>();

  function memoryOf(tx: SqliteDatabase): Memory<V> {
    let memory = memories.get(tx);
    if (memory === undefined) {
      memory = { changed: new Map(), young: new Map(), old: new Map() };
      memories.set(tx, memory);
    }
    return memory;
  }

  return {
    get(tx, key) {
      const { young, old } = memoryOf(tx);
      const kept = young.get(key);
      if (kept !== undefined) return kept;
      const found = old.get(key) ?? load(tx, key);
      if (found !== undefined) young.set(key, found);
      return found;
    },
    put(tx, key, value) {
      const { changed, young } = memoryOf(tx);
      changed.set(key, value);
      young.set(key, value);
    },
    flush(tx) {
      const memory = memoryOf(tx);
      for (const [key, value] of memory.changed) save(tx, key, value);
      memory.changed.clear();
      if (memory.young.size < most) return;
      memory.old = memory.young;
      memory.young = new Map();
    },
    forget: (tx) => void memories.delete(tx),
  };
}
