import { buildAsyncApi } from '@guitu/contracts';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** What is wrong with an event's bytes by the schema of its message in the AsyncAPI document, a line each; empty where nothing is. */
export type FeedChecker = (bytes: Uint8Array | string) => readonly string[];

/** Checks events against the document that readers of the feed are given, by a validator that knows nothing of ours. */
export function feedChecker(document: Record<string, unknown> = buildAsyncApi()): FeedChecker {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Of the document only what messages refer to: its own `id` is no keyword of JSON Schema.
  ajv.addSchema({ components: document['components'] }, 'feed');
  const known = new Map<string, ValidateFunction>();
  const validatorOf = (type: string): ValidateFunction => {
    const validate = known.get(type) ?? ajv.compile({ $ref: `feed#/components/messages/${type}/payload` });
    known.set(type, validate);
    return validate;
  };
  const { messages } = document['components'] as { readonly messages: Readonly<Record<string, unknown>> };
  return (bytes) => {
    const event: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const { type } = event as { readonly type: string };
    if (!Object.hasOwn(messages, type)) return [`${type} is no message of the document`];
    const validate = validatorOf(type);
    return validate(event) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${type}${instancePath}: ${message ?? ''}`);
  };
}
