import { BusError } from '../bus-error.js';

const REBALANCE = ['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'];
const REFUSALS = ['TOPIC_AUTHORIZATION_FAILED', 'GROUP_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED', 'SASL_AUTHENTICATION_FAILED', 'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/** An error of kafkajs by its protocol's name for it, looking through what it was wrapped in. */
function typeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if ('type' in at && typeof at.type === 'string') return at.type;
  return undefined;
}

/** The group is being shared out anew: the client joins again by itself, once it has control. */
export const isRebalance = (error: unknown): boolean => REBALANCE.includes(typeOf(error) ?? '');

/** The one place where kafkajs' errors become ours. Whatever does not say that it is for good is worth another try. */
export function toBusError(error: unknown): BusError {
  if (error instanceof BusError) return error;
  const type = typeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return new BusError('topic-missing', 'A topic is not there yet.', { cause: error });
  return new BusError(REFUSALS.includes(type ?? '') ? 'bus-refused' : 'bus-unavailable', message, { cause: error });
}
