import type { AllStreamResolvedEvent, EventStoreDBClient } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import type { Position } from '../port.js';
import type { Names } from './names.js';
import { placeAt } from './places.js';

// Held in memory for a reader that is slow; the connection's own flow control holds back the rest.
const AHEAD = 64;

/**
 * One subscription of the server: our events after a position, as they come, until it breaks. What the server says besides ("caught up", checkpoints) is
 * not listened to: the library tells it as soon as it arrives, while events that came before it still wait to be taken.
 */
export class Tail {
  readonly #subscription: ReturnType<EventStoreDBClient['subscribeToAll']>;
  #broken: unknown;
  #wake: () => void = () => undefined;

  /** @param after exclusive, unlike where a read begins */
  constructor(client: EventStoreDBClient, names: Names, after: Position) {
    this.#subscription = client.subscribeToAll({ fromPosition: placeAt(after), filter: names.filter, requiresLeader: true }, { highWaterMark: AHEAD });
    const broken = (error?: unknown): void => {
      this.#broken ??= error ?? new StoreError('store-unavailable', 'The server ended a subscription.');
      this.#wake();
    };
    this.#subscription.on('readable', () => this.#wake());
    this.#subscription.on('error', broken);
    this.#subscription.on('end', () => broken());
  }

  /** The next event that has come; undefined when none waits. */
  take(): AllStreamResolvedEvent | undefined {
    return (this.#subscription.read() as AllStreamResolvedEvent | null) ?? undefined;
  }

  get waiting(): number {
    return this.#subscription.readableLength;
  }

  /** Resolves when it is worth looking again; false when nothing came for so long. Throws when nothing more will come. */
  more(silenceMs: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const settle = (came: boolean): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        if (this.#broken !== undefined && this.waiting === 0) reject(this.#broken);
        else resolve(came);
      };
      const timer = setTimeout(() => settle(false), silenceMs);
      this.#wake = () => settle(true);
      if (this.#broken !== undefined || this.waiting > 0) settle(true);
    });
  }

  /** Ends the waiting of whoever waits for more. */
  wake(): void {
    this.#wake();
  }

  drop(): void {
    // Only this tells the server; ending the stream on this side alone would leave the call open.
    this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.destroy();
  }
}
