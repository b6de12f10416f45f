import { openMemoryStore } from '@guitu/event-store';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent, StoredEvent } from '@guitu/event-store';
import type { Owner, Scheduler } from '../scheduler.js';

/** The log as it stands on its disk: it outlives every process. Whoever watches is told of each append before anything else happens. */
export class Log {
  readonly store: EventStore = openMemoryStore({ storeId: 'simulated-log' });
  readonly #watchers: ((stream: string, added: readonly StoredEvent[]) => void)[] = [];
  readonly #sleepers = new Map<() => void, Owner>();
  readonly #lengths = new Map<string, number>();
  #count = 0;

  constructor(private readonly scheduler: Scheduler) {}

  /** Changes with every append. */
  get count(): number {
    return this.#count;
  }

  watch(watcher: (stream: string, added: readonly StoredEvent[]) => void): void {
    this.#watchers.push(watcher);
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    const result = await this.store.append(stream, events, { expected });
    const known = this.#lengths.get(stream) ?? 0;
    const added = await this.store.readStream(stream, { from: known });
    if (added.length === 0) return result;
    this.#lengths.set(stream, known + added.length);
    this.#count += 1;
    for (const watcher of this.#watchers) watcher(stream, added);
    for (const [wake, owner] of [...this.#sleepers]) this.scheduler.after(0, owner, 'bell', wake);
    return result;
  }

  /** Resolves when the log has grown since `seen`, or when the signal fires. */
  grown(seen: number, owner: Owner, signal?: AbortSignal): Promise<void> {
    if (seen !== this.#count || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.set(wake, owner);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
