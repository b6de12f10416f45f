import type { Random } from '../sealing/random.js';
import { VaultError } from '../vault-error.js';
import { keyBytes, unwrap, wrap } from './wrapping.js';

/** Under what keys are wrapped: one key, or two while the master key is being replaced. Whatever is wrapped is wrapped under the newer one. */
export class WrappingKeys {
  #former: Buffer | undefined;

  constructor(
    private newest: Buffer,
    former?: Buffer,
  ) {
    this.#former = former;
  }

  wrap(label: string, key: Buffer, random: Random): Buffer {
    return wrap(this.newest, label, key, random);
  }

  /** A fresh key and the form in which it may be stored. */
  wrapFresh(label: string, random: Random): Buffer {
    const key = random.bytes(keyBytes);
    try {
      return this.wrap(label, key, random);
    } finally {
      key.fill(0);
    }
  }

  /** The key; throws `vault-corrupt` if neither opens it. */
  unwrap(label: string, wrapped: Buffer): Buffer {
    try {
      return unwrap(this.newest, label, wrapped);
    } catch (error) {
      if (this.#former === undefined || !(error instanceof VaultError) || error.code !== 'vault-corrupt') throw error;
      return unwrap(this.#former, label, wrapped);
    }
  }

  /** The same key, wrapped under the newer one. */
  rewrap(label: string, wrapped: Buffer, random: Random): Buffer {
    const key = this.unwrap(label, wrapped);
    try {
      return this.wrap(label, key, random);
    } finally {
      key.fill(0);
    }
  }

  /** The newer key itself, wrapped under another one. */
  wrapItself(under: Buffer, label: string, random: Random): Buffer {
    return wrap(under, label, this.newest, random);
  }

  /** From now on `next` wraps; the one before goes on opening until `retire`. */
  replace(next: Buffer): void {
    this.#former?.fill(0);
    this.#former = this.newest;
    this.newest = next;
  }

  retire(): void {
    this.#former?.fill(0);
    this.#former = undefined;
  }

  wipe(): void {
    this.retire();
    this.newest.fill(0);
  }
}
