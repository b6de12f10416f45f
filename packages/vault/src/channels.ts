import { tracingChannel } from 'node:diagnostics_channel';
import type { TracingChannel } from 'node:diagnostics_channel';

export const vaultOperations = ['seal', 'open', 'fingerprint', 'index', 'find', 'looks', 'reindex', 'destroy', 'ledger', 'record'] as const;
export type VaultOperation = (typeof vaultOperations)[number];

/** What is told of a call of the vault: how much was asked, never what or of whom. */
export interface VaultTrace {
  readonly operation: VaultOperation;
  readonly items: number;
}

const channels = Object.fromEntries(vaultOperations.map((operation) => [operation, tracingChannel<unknown, VaultTrace>(`guitu.vault.${operation}`)])) as Record<VaultOperation, TracingChannel<unknown, VaultTrace>>;

/** A group commit of who looked: one transaction, at whose end it is written, and one fsync, at whose end it is durable. */
export interface LookedTrace {
  /** Records in it. */
  readonly looks: number;
}

/** Published around each of them, for whoever wants to measure or to break it. */
export const looked = tracingChannel<unknown, LookedTrace>('guitu.vault.looked');

/** Does the work as a step that whoever measures can follow on `guitu.vault.<operation>`; without a subscriber it costs a look. */
export function observed<T>(operation: VaultOperation, items: number, work: () => Promise<T>): Promise<T> {
  const channel = channels[operation];
  return channel.hasSubscribers ? told(channel, { operation, items }, work) : work();
}

/** By hand, because the channel would pass on what the work resolves to, and no plaintext leaves this way; and because it would cost twice as much. */
async function told<T>(channel: TracingChannel<unknown, VaultTrace>, trace: VaultTrace & { error?: unknown }, work: () => Promise<T>): Promise<T> {
  channel.start.publish(trace);
  try {
    const working = work();
    // Where it first waits: a step of its own to whoever breaks it.
    channel.end.publish(trace);
    return await working;
  } catch (error) {
    trace.error = error;
    channel.error.publish(trace);
    throw error;
  } finally {
    channel.asyncEnd.publish(trace);
  }
}
