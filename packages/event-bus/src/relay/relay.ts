import type { Checkpoints, EventFeed, Position } from '@guitu/event-store';
import { causeOf } from '../projection/fault.js';
import type { Cause } from '../projection/incident.js';
import { backOffMs } from '../projection/persist.js';
import { pause } from '../runtime.js';
import type { Runtime } from '../runtime.js';
import type { Publisher } from './publisher.js';

/** Most events in one page. What a crash sends again is one page. */
export const RELAY_PAGE = 200;
/** At the head of the log: how long what comes next gathers to one page. Each page costs a request to the broker, a checkpoint in the log, and a fetch and a commit in every copy of every service. */
export const GATHER_MS = 20;
/** Of a stop: how long it waits for a page that is under way. */
const STOP_MS = 2_000;

export interface RelayOptions {
  /** Of its checkpoint. A relay of another name brings everything again, from the start of the log. */
  readonly name: string;
  readonly feed: EventFeed;
  readonly checkpoints: Checkpoints;
  readonly publisher: Publisher;
  /** Of the streams that it brings. */
  readonly categories: readonly string[];
  readonly runtime: Runtime;
  /** False: it ends at the head of the log. */
  readonly live?: boolean;
  /** Something failed and is tried again; the attempts since the last page that arrived. */
  readonly onRetry?: (error: unknown, attempt: number) => void;
}

export type RelayState =
  | 'running'
  /** Something is away; it tries again, for ever. */
  | 'retrying'
  /** Another relay of this name saved a checkpoint: this one has stopped. Only a person can say which of them should run. */
  | 'lost'
  /** It was told to stop, or is at the head and was not to go on. */
  | 'ended';

export interface RelayStatus {
  readonly state: RelayState;
  /** Events that arrived since its start, those of a page that was sent again included. */
  readonly published: number;
  readonly retries: number;
  /** Everything of the log up to here has arrived. Absent until it knows. */
  readonly position?: Position;
  /** What fails, while it does. */
  readonly failing?: Cause;
}

export interface Relay {
  /** Runs until the signal fires, until another relay is noticed, or to the head. Never rejects for what can be tried again. To be called once. */
  run(signal: AbortSignal): Promise<RelayStatus>;
  status(): RelayStatus;
  /** Events of the log that have not arrived, of all categories. Rejects while the log cannot be asked. */
  lag(): Promise<number>;
}

/**
 * Carries the log to the bus, page by page: a page is sent, acknowledged whole, and only then noted as the checkpoint, and only then the next one is sent. So
 * two events of one key are never under way at once and arrive in their order. A crash between the two sends a page again: consumers drop what they have.
 */
export function createRelay({ name, feed, checkpoints, publisher, categories, runtime, live = true, onRetry }: RelayOptions): Relay {
  let state: RelayState = 'running';
  let published = 0;
  let retries = 0;
  let position: Position | undefined;
  let failing: Cause | undefined;
  /** Since the last page that arrived. */
  let attempt = 0;

  /** Carries on from the checkpoint; returns at the head, when the signal fires, or when the checkpoint is another's. */
  async function carry(signal: AbortSignal): Promise<'lost' | 'ended'> {
    let saved = (await checkpoints.load(name))?.position;
    position = saved;
    const pages = feed.subscribe({ ...(saved === undefined ? {} : { after: saved }), categories, pageSize: RELAY_PAGE, live, signal });
    for await (const page of pages) {
      if (page.events.length > 0) {
        if (!(await unlessStopped(publisher.publish(page.events), signal))) return 'ended';
        published += page.events.length;
        // After a page with events alone: in some stores a checkpoint is an event too, and would wake the relay to save the next one.
        if ((await checkpoints.save(name, page.position, { previous: saved })) === 'lost') return 'lost';
        saved = page.position;
      }
      position = page.position;
      state = 'running';
      failing = undefined;
      attempt = 0;
      if (live && page.caughtUp && page.events.length > 0) await pause(runtime, GATHER_MS, signal);
    }
    return 'ended';
  }

  /** False where a stop cannot wait for it any longer; the page comes again at the next start. */
  async function unlessStopped(sending: Promise<void>, signal: AbortSignal): Promise<boolean> {
    const over = new AbortController();
    const late = new Promise<false>((resolve) => {
      const stop = (): void => void pause(runtime, STOP_MS, over.signal).then(() => resolve(false));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { signal: over.signal });
    });
    try {
      return await Promise.race([sending.then(() => true), late]);
    } finally {
      over.abort();
    }
  }

  const status = (): RelayStatus => ({ state, published, retries, ...(position === undefined ? {} : { position }), ...(failing === undefined ? {} : { failing }) });

  return {
    status,
    lag: () => feed.backlog(position),
    async run(signal) {
      while (!signal.aborted) {
        try {
          state = await carry(signal);
          return status();
        } catch (error) {
          if (signal.aborted) break;
          state = 'retrying';
          failing = causeOf(error);
          retries += 1;
          attempt += 1;
          onRetry?.(error, attempt);
          await pause(runtime, backOffMs(attempt - 1, runtime.random()), signal);
        }
      }
      state = 'ended';
      return status();
    },
  };
}
