import { Metadata, status } from '@grpc/grpc-js';
import type { ServerErrorResponse } from '@grpc/grpc-js';

/** An answer of a whole call that is no success. `exception` is what the client tells the errors apart by, beside the code. */
export type Refusal = ServerErrorResponse;

function refusal(code: status, details: string, exception: Readonly<Record<string, string>> = {}): Refusal {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(exception)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const serverNotReady = (): Refusal => refusal(status.UNAVAILABLE, 'Server Is Not Ready');
export const shuttingDown = (): Refusal => refusal(status.UNAVAILABLE, 'Server is shutting down');
export const timedOut = (message: string): Refusal => refusal(status.ABORTED, `Operation timed out: ${message}`);
export const consumerTooSlow = (): Refusal => timedOut('Consumer too slow to handle event while live. Client resubscription required.');
/** To a reader of `$all`. */
export const unreadablePosition = (): Refusal => refusal(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition');
/** To a subscriber. */
export const invalidPosition = (): Refusal => refusal(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
export const invalidArgument = (details: string): Refusal => refusal(status.INVALID_ARGUMENT, details);
/** A real server does this, and this one does not. */
export const notModelled = (what: string): Refusal => refusal(status.UNIMPLEMENTED, `${what} is not modelled by this server.`);
export const appendTooLarge = (limit: number): Refusal =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(limit) });
export const metadataMissing = (name: string): Refusal =>
  refusal(status.INVALID_ARGUMENT, `Required Metadata Property '${name}' is missing`, { exception: 'missing-required-metadata-property', 'required-metadata-properties': 'type,content-type' });

export const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'code' in error && 'details' in error;
