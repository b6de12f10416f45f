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

/** The issuer as a service. */
export function createIssuer({ instruments, tokenUrl, rates, ...issuer }: IssuerServiceOptions): Service {
  const { runtime, logger } = issuer;
  return createService({ name: 'issuer', title: issuerTitle, routes: [], raw: issuerEndpoints(issuer), runtime, logger, instruments, tokenUrl, rates });
}
