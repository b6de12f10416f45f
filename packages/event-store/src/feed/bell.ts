import { BroadcastChannel } from 'node:worker_threads';

/** Heard in every thread of this process that has a bell for the same log, but its own. Nothing is carried by it but that the log grew. */
export interface Bell {
  ring(): void;
  close(): void;
}

/**
 * Between threads, so that a reader need not wait for its next look at the file. Never keeps a thread alive. Other processes do not hear it.
 * @param heard called in a later turn, once per ring
 */
export function openBell(storeId: string, heard: () => void): Bell {
  const channel = new BroadcastChannel(`guitu-log-${storeId}`);
  channel.onmessage = heard;
  channel.unref(); // After the listener, which makes it hold the thread.
  return {
    ring: () => channel.postMessage(null),
    close: () => channel.close(),
  };
}
