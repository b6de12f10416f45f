import { buildAsyncApi } from '@guitu/contracts';

/** The AsyncAPI document as `docs/asyncapi.json` holds it. */
export const asyncApiText = (): string => `${JSON.stringify(buildAsyncApi(), null, 1)}\n`;
