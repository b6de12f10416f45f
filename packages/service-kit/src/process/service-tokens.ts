import { createTokenSource, httpTransport } from '@guitu/client';
import type { TokenSource } from '@guitu/client';
import { audienceOf } from '../config.js';
import type { ProcessContext } from './context.js';
import { serviceCredentials, tokenUrl } from './settings.js';

/** Tokens that this service gets for itself at the issuer, to call another one of the hub. Throws `StartError` where its secret is not set. */
export function serviceTokens({ name, environment, config, runtime, keep }: Pick<ProcessContext, 'name' | 'environment' | 'config' | 'runtime' | 'keep'>, audience: string): TokenSource {
  const transport = keep(httpTransport({ connections: 1, timeout: 5_000 }));
  const credentials = serviceCredentials(environment, { service: name, sample: config.sample });
  return createTokenSource(tokenUrl(environment, config), { ...credentials, audience: audienceOf(audience) }, transport, () => runtime.realNow());
}
