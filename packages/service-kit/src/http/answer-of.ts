import type { Answer } from '@guitu/vault';
import type { QueryContext } from './route.js';

/** The answer that is being made, as the vault puts it on record where something is opened for it. */
export const answerOf = ({ requestId, operationId }: Pick<QueryContext, 'requestId' | 'operationId'>): Answer => ({ id: requestId, operation: operationId });
