import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sampleSecret } from '../auth/sample-secret.js';
import { httpUrl, portOf } from '../config.js';
import type { Config } from '../config.js';
import { readSetting, setting } from '../setting.js';
import type { Environment } from '../setting.js';
import { StartError } from '../start-error.js';

/** Settings that only a service in a process of its own has, beside those of `config.ts`. Each service reads those that it needs. */
const settings = {
  GUITU_INSTANCE: setting('', 'one word of at most 32 lower-case letters, digits and dashes', z.string().regex(/^(?:[a-z0-9][a-z0-9-]{0,31})?$/u)),
  GUITU_NAMESPACE: setting('', 'one word of at most 32 lower-case letters, digits and dashes', z.string().regex(/^(?:[a-z0-9][a-z0-9-]{0,31})?$/u)),
  GUITU_ORGANISATIONS: setting('', 'the path of the organisation register', z.string().max(4_096)),
  GUITU_ERASURE_LEDGER: setting('', 'the path of the erasure ledger', z.string().max(4_096)),
  GUITU_MASTER_KEY_FILE: setting('', 'the path of a file that holds the master key and nothing else', z.string().max(4_096)),
  GUITU_MASTER_KEY: setting('', 'a key of 32 bytes in base64url', z.string().regex(/^(?:[\w-]{43})?$/u)),
  GUITU_RETENTION: setting('', 'terms in years such as case-file=30,kept-for-identification=permanent', z.string().regex(/^(?:[a-z-]{1,40}=(?:[1-9]\d{0,2}|permanent)(?:,(?!$)|$))*$/u)),
  GUITU_VAULT_URL: setting('', 'the http(s) URL of the vault', z.literal('').or(httpUrl)),
  GUITU_TOKEN_URL: setting('', 'the http(s) URL at which this service gets tokens for itself', z.literal('').or(httpUrl)),
  GUITU_CLIENT_ID: setting('', 'the id of a client of the issuer', z.string().regex(/^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/u)),
  GUITU_CLIENT_SECRET: setting('', 'the secret of that client', z.string().max(1_000)),
  GUITU_CLIENT_SECRET_FILE: setting('', 'the path of a file that holds the secret and nothing else', z.string().max(4_096)),
  EVENTSTORE_URL: setting('', 'a connection string such as esdb://127.0.0.1:2113?tls=false', z.string().regex(/^(?:esdb(?:\+discover)?:\/\/\S+)?$/u)),
  KAFKA_BROKERS: setting('', 'addresses such as kafka-1:9092,kafka-2:9092', z.string().regex(/^(?:[0-9A-Za-z.[\]:-]+:\d{1,5}(?:,[0-9A-Za-z.[\]:-]+:\d{1,5})*)?$/u)),
  GUITU_KAFKA_REPLICAS: setting('1', 'a whole number from 1 to 9', z.string().regex(/^[1-9]$/u)),
  GUITU_KAFKA_RETENTION_HOURS: setting('168', 'a whole number of hours from 1', z.string().regex(/^[1-9]\d{0,5}$/u)),
  GUITU_RELAY_NAME: setting('relay', 'one word of at most 32 lower-case letters, digits and dashes', z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/u)),
};

const read = (name: keyof typeof settings, environment: Environment): string => readSetting(name, settings[name], environment);

function needed(name: keyof typeof settings, environment: Environment): string {
  const value = read(name, environment);
  if (value === '') throw new StartError(`${name} is not set. This service needs it: ${settings[name].rule}.`);
  return value;
}

/** Tells the copies of one service apart: their data directories, their consumer groups. Empty for the first. */
export const instanceOf = (environment: Environment): string => read('GUITU_INSTANCE', environment);

/** Path of the organisation register; undefined where none is named. */
export const registerPath = (environment: Environment): string | undefined => read('GUITU_ORGANISATIONS', environment) || undefined;

/** Keeps several hubs apart on one event store and one broker: their streams, topics and consumer groups. Empty where there is one. */
export const namespaceOf = (environment: Environment): string => read('GUITU_NAMESPACE', environment);

export const eventStoreUrl = (environment: Environment): string => needed('EVENTSTORE_URL', environment);
export const kafkaBrokers = (environment: Environment): readonly string[] => needed('KAFKA_BROKERS', environment).split(',');

export interface RelaySettings {
  /** Of its checkpoint. */
  readonly name: string;
  /** How the topics are made, where they are not there yet. */
  readonly replicas: number;
  readonly retentionMs: number;
}

export const relaySettings = (environment: Environment): RelaySettings => ({
  name: read('GUITU_RELAY_NAME', environment),
  replicas: Number(read('GUITU_KAFKA_REPLICAS', environment)),
  retentionMs: Number(read('GUITU_KAFKA_RETENTION_HOURS', environment)) * 3_600_000,
});

/** Where the erasure ledger is unless somebody says otherwise: beside what a backup copies. */
export const defaultLedger = (dataDirectory: string): string => join(dataDirectory, 'erasures', 'ledger.ndjson');

/** The erasure ledger: in no backup, and for real on another disk than the keys. */
export const erasureLedger = (environment: Environment, dataDirectory: string): string => read('GUITU_ERASURE_LEDGER', environment) || defaultLedger(dataDirectory);

/** Where the master key of the vault is, unless it is in the vault's own folder. */
export function masterKeySetting(environment: Environment): { readonly file: string } | { readonly text: string } | undefined {
  const [file, text] = [read('GUITU_MASTER_KEY_FILE', environment), read('GUITU_MASTER_KEY', environment)];
  if (file !== '' && text !== '') throw new StartError('GUITU_MASTER_KEY and GUITU_MASTER_KEY_FILE are both set. Unset one of them.');
  return file !== '' ? { file } : text !== '' ? { text } : undefined;
}

/** Names of classes of records, and for how many years their files are kept, or `permanent`. */
export const retentionSetting = (environment: Environment): readonly (readonly [name: string, term: string])[] =>
  read('GUITU_RETENTION', environment).split(',').filter((part) => part !== '').map((part) => part.split('=') as [string, string]);

/** The vault at the next port but so many of this machine, unless it is named. */
export const vaultUrl = (environment: Environment, config: Pick<Config, 'portBase'>): string => read('GUITU_VAULT_URL', environment) || `http://127.0.0.1:${portOf(config, 'vault')}`;

export const tokenUrl = (environment: Environment, config: Pick<Config, 'issuer'>): string => read('GUITU_TOKEN_URL', environment) || `${config.issuer.replace(/\/$/u, '')}/oauth/token`;

export interface ServiceCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The id of the client that a service is at the issuer, unless the installation names another. */
export const serviceClientId = (service: string): string => `service-${service}`;

function secretOf(environment: Environment): string | undefined {
  const file = read('GUITU_CLIENT_SECRET_FILE', environment);
  if (file === '') return read('GUITU_CLIENT_SECRET', environment) || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new StartError('GUITU_CLIENT_SECRET_FILE names a file that cannot be read. Correct it, or give the user of this process the right to it.', { cause });
  }
}

/** By what a service gets its own tokens. In sample mode the secret is the public one of the sample. */
export function serviceCredentials(environment: Environment, { service, sample }: { readonly service: string; readonly sample: boolean }): ServiceCredentials {
  const clientId = read('GUITU_CLIENT_ID', environment) || serviceClientId(service);
  const clientSecret = secretOf(environment) ?? (sample ? sampleSecret(clientId) : undefined);
  if (clientSecret === undefined || clientSecret === '') throw new StartError('GUITU_CLIENT_SECRET is not set. Without the sample this service needs the secret of its client at the issuer, there or in the file of GUITU_CLIENT_SECRET_FILE.');
  return { clientId, clientSecret };
}
