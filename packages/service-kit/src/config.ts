import { z } from 'zod';
import type { RequestRates } from './limits/request-limits.js';
import { readSetting as read, setting } from './setting.js';
import type { Environment } from './setting.js';

/** Place of each service above `GUITU_PORT_BASE`; part of the fixed surface that scripts rely on. The console, when there is one, is to be found where the issuer is. */
export const portOffsets = { issuer: 0, police: 1, hospital: 2, station: 3, 'elder-care': 4, 'civil-affairs': 5, audit: 6, vault: 7, relay: 8, 'data-protection': 9 } as const;
export type ServiceName = keyof typeof portOffsets;
/** Ports of the two servers that `start:distributed` starts along, above those of the services. */
export const serverPortOffsets = { kafka: 10, eventStore: 11 } as const;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  readonly host: string;
  readonly portBase: number;
  readonly dataDirectory: string;
  readonly logLevel: LogLevel;
  /** The `iss` that tokens must carry. */
  readonly issuer: string;
  /** True: tokens come from the issuer of this hub. False: from any OpenID provider. */
  readonly ownIssuer: boolean;
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  /** Sample organisations, sample secrets and the `Guitu-Now` header exist in sample mode only. */
  readonly sample: boolean;
  /** True: traces are sent by OTLP. */
  readonly traces?: boolean;
  /** The usual ones when absent. */
  readonly rates?: RequestRates;
}

const rate = z.string().regex(/^\d{1,7}$/u).transform(Number);

const portsInARow = Object.keys({ ...portOffsets, ...serverPortOffsets }).length;
const lastPort = 65_536 - portsInARow;
export const httpUrl = z.string().refine((text) => URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol));

/** Every setting of a service, with its default and its rule; `docs/operating.md` lists the same. */
const settings = {
  GUITU_HOST: setting('127.0.0.1', 'the address to listen on, such as 127.0.0.1 or 0.0.0.0', z.string().regex(/^[0-9A-Za-z.:-]{1,253}$/u)),
  GUITU_PORT_BASE: setting('4100', `a whole number from 1 to ${lastPort}: the first of ${portsInARow} ports in a row`, z.string().regex(/^\d{1,5}$/u).transform(Number).pipe(z.int().min(1).max(lastPort))),
  GUITU_DATA: setting('./data', 'the path of a directory that the service may write to', z.string().min(1).max(4_096)),
  GUITU_LOG_LEVEL: setting('info', `one of ${logLevels.join(', ')}`, z.enum(logLevels) as z.ZodType<LogLevel, string>),
  GUITU_ISSUER: setting('', 'the http(s) URL that tokens carry as "iss"; empty for the issuer of this hub', z.literal('').or(httpUrl)),
  GUITU_JWKS_URL: setting('', 'the http(s) URL of the issuer\'s keys; empty for the issuer of this hub', z.literal('').or(httpUrl)),
  GUITU_TRACES: setting('', 'otlp or off; empty for otlp exactly where OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set', z.enum(['', 'otlp', 'off'])),
  GUITU_REQUESTS_PER_SECOND: setting('1000', 'a whole number: what one organisation may send to one service in a second over time, twenty times as much at once; 0 for no limit', rate),
  GUITU_STRANGERS_PER_SECOND: setting('100', 'a whole number: requests without good credentials that one service takes of one address in a second over time, twenty times as many at once; 0 for no limit', rate),
  GUITU_SAMPLE: setting('off', 'on or off', z.enum(['on', 'off']).transform((word) => word === 'on') as z.ZodType<boolean, string>),
};

/** Settings from the environment. Throws `StartError` that names the variable, the rule and the fix. */
export function loadConfig(environment: Environment): Config {
  const host = read('GUITU_HOST', settings.GUITU_HOST, environment);
  const portBase = read('GUITU_PORT_BASE', settings.GUITU_PORT_BASE, environment);
  const collector = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const issuer = read('GUITU_ISSUER', settings.GUITU_ISSUER, environment) || `http://127.0.0.1:${portBase}`;
  return {
    host,
    portBase,
    dataDirectory: read('GUITU_DATA', settings.GUITU_DATA, environment),
    logLevel: read('GUITU_LOG_LEVEL', settings.GUITU_LOG_LEVEL, environment),
    issuer,
    ownIssuer: (environment['GUITU_ISSUER'] ?? '') === '' && (environment['GUITU_JWKS_URL'] ?? '') === '',
    jwksUrl: read('GUITU_JWKS_URL', settings.GUITU_JWKS_URL, environment) || `${issuer.replace(/\/$/u, '')}/.well-known/jwks.json`,
    sample: read('GUITU_SAMPLE', settings.GUITU_SAMPLE, environment),
    traces: (read('GUITU_TRACES', settings.GUITU_TRACES, environment) || ((collector ?? '') === '' ? 'off' : 'otlp')) === 'otlp',
    rates: { organisation: read('GUITU_REQUESTS_PER_SECOND', settings.GUITU_REQUESTS_PER_SECOND, environment), stranger: read('GUITU_STRANGERS_PER_SECOND', settings.GUITU_STRANGERS_PER_SECOND, environment) },
  };
}

export const portOf = (config: Pick<Config, 'portBase'>, service: ServiceName): number => config.portBase + portOffsets[service];
/** The `aud` that a token for this service carries. */
export const audienceOf = (service: string): string => `guitu-${service}`;
