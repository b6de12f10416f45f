import { randomBytes } from 'node:crypto';

/** Fills with unpredictable bytes. Only a simulation may pass something else than the operating system's. */
export type RandomBytes = (size: number) => Buffer;

// One call of the operating system's generator costs as much as sealing a blob; this many bytes at once make it free.
const poolBytes = 4_096;

/** Random bytes in small pieces. Each byte is handed out once and overwritten in the pool. */
export class Random {
  #pool: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(private readonly source: RandomBytes = randomBytes) {}

  bytes(size: number): Buffer {
    if (size > poolBytes) return this.source(size);
    if (this.#used + size > this.#pool.length) {
      this.wipe();
      this.#pool = this.source(poolBytes);
    }
    const end = this.#used + size;
    const piece = Buffer.from(this.#pool.subarray(this.#used, end));
    this.#pool.fill(0, this.#used, end);
    this.#used = end;
    return piece;
  }

  wipe(): void {
    this.#pool.fill(0);
    this.#pool = Buffer.alloc(0);
    this.#used = 0;
  }
}
