import type { DerivedKeys } from './derived-keys.js';

/**
 * The persons whose keys were used last, at most `capacity` of them. An entry that leaves is overwritten in memory:
 * use what `get` gives before the next call, and do not keep it over an `await`.
 */
export class KeyCache {
  readonly #entries = new Map<string, DerivedKeys>();

  constructor(private readonly capacity: number) {}

  get(personId: string): DerivedKeys | undefined {
    const keys = this.#entries.get(personId);
    if (keys === undefined) return undefined;
    // A Map iterates in the order of insertion, so the first entry is always the one used longest ago.
    this.#entries.delete(personId);
    this.#entries.set(personId, keys);
    return keys;
  }

  has(personId: string): boolean {
    return this.#entries.has(personId);
  }

  put(personId: string, keys: DerivedKeys): void {
    this.forget(personId);
    this.#entries.set(personId, keys);
    if (this.#entries.size <= this.capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.forget(oldest);
      return;
    }
  }

  forget(personId: string): void {
    this.#entries.get(personId)?.wipe();
    this.#entries.delete(personId);
  }

  wipe(): void {
    for (const keys of this.#entries.values()) keys.wipe();
    this.#entries.clear();
  }
}
