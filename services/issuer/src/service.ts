import { createService } from '@guitu/service-kit';
import type { Instruments, RequestRates, Runtime, Service } from '@guitu/service-kit';
import { issuerEndpoints } from './issuer.js';
import type { IssuerOptions } from './issuer.js';

export const issuerTitle = { zh: '令牌签发', en: 'Token issuer' } as const;

export interface IssuerServiceOptions extends IssuerOptions {
  readonly runtime: Runtime;
  readonly instruments: Instruments;
  readonly tokenUrl: string;
  /** The usual ones when absent. */
  readonly rates?: RequestRates | undefined;
}

/**
 * The issuer as a service. It is ready as soon as it answers and until it stops: key and clients are in memory, and a token needs neither the log nor the vault. Were it away
 * with them, whoever comes back would find all clients asking for tokens at once, and services that check tokens elsewhere would miss its keys.
 */
export function createIssuer({ instruments, tokenUrl, rates, ...issuer }: IssuerServiceOptions): Service {
  const { runtime, logger } = issuer;
  return createService({ name: 'issuer', title: issuerTitle, routes: [], raw: issuerEndpoints(issuer), runtime, logger, instruments, tokenUrl, rates });
}
