import { UnreadableEvent } from '@guitu/contracts';
import { ProjectionUnavailable } from '@guitu/event-bus';
import { StoreError } from '@guitu/event-store';
import { VaultError } from '@guitu/vault';
import { Problem } from './problem.js';

const retryAfter = (seconds: number) => ({ 'Retry-After': String(seconds) });

function ofStore(error: StoreError): Problem {
  if (error.retriable || error.code === 'store-closed') return Problem.of('store-unavailable', { headers: retryAfter(2), cause: error });
  if (error.code === 'corrupt-event' || error.code === 'unsupported-format') return Problem.of('history-unreadable', { headers: retryAfter(300), cause: error });
  return Problem.of('internal', { cause: error });
}

function ofVault(error: VaultError): Problem {
  if (error.code === 'person-erased') return Problem.of('person-erased', { cause: error });
  if (error.code === 'invalid-value') return Problem.of('internal', { cause: error });
  return Problem.of('vault-unavailable', { headers: retryAfter(error.retriable ? 2 : 300), cause: error });
}

/** The one place where foreign errors become ours. What nobody foresaw is `internal`, and says nothing of itself. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreError) return ofStore(error);
  if (error instanceof VaultError) return ofVault(error);
  if (error instanceof ProjectionUnavailable) return Problem.of('not-ready', { headers: retryAfter(1), cause: error });
  if (error instanceof UnreadableEvent) {
    const code = error.reason === 'unknown-type' ? 'upgrade-in-progress' : 'history-unreadable';
    return Problem.of(code, { headers: retryAfter(error.reason === 'unknown-type' ? 30 : 300), cause: error });
  }
  return Problem.of('internal', { cause: error });
}
