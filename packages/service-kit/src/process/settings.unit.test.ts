import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreUrl, instanceOf, kafkaBrokers, serviceCredentials, vaultUrl } from './settings.js';

describe('the settings of a service in a process of its own', () => {
  test.each([
    ['EVENTSTORE_URL', 'http://127.0.0.1:2113', eventStoreUrl],
    ['KAFKA_BROKERS', 'kafka-without-port', kafkaBrokers],
    ['GUITU_INSTANCE', 'Two Words', instanceOf],
    ['GUITU_VAULT_URL', 'vault:4107', (environment: Record<string, string>) => vaultUrl(environment, { portBase: 4_100 })],
  ])('%s=%s is refused in one line that names the variable, the rule and the fix, and does not repeat the value', (name, value, read) => {
    const load = (): unknown => read({ [name]: value });
    expect(load).toThrow(new RegExp(`^${name} is not valid\\. It must be .+\\. Correct it.+$`, 'u'));
    expect(load).not.toThrow(value);
  });

  test.each([['EVENTSTORE_URL', eventStoreUrl], ['KAFKA_BROKERS', kafkaBrokers]])('%s must be set', (name, read) => {
    expect(() => read({})).toThrow(`${name} is not set. This service needs it: `);
  });

  test('brokers are a list, and the vault is the next but so many of the ports of this machine', () => {
    expect(kafkaBrokers({ KAFKA_BROKERS: '127.0.0.1:9092,kafka-2:9093' })).toEqual(['127.0.0.1:9092', 'kafka-2:9093']);
    expect(vaultUrl({}, { portBase: 4_100 })).toBe('http://127.0.0.1:4107');
  });

  test('a secret comes from the environment or from a file, and is the public one in sample mode alone', () => {
    const police = (environment: Record<string, string>, sample = false) => serviceCredentials(environment, { service: 'police', sample });
    const directory = mkdtempSync(join(tmpdir(), 'guitu-secret-'));
    const file = join(directory, 'secret');
    writeFileSync(file, 'from a file\n');
    try {
      expect(police({ GUITU_CLIENT_SECRET: 'x' })).toEqual({ clientId: 'service-police', clientSecret: 'x' });
      expect(police({ GUITU_CLIENT_ID: 'desk', GUITU_CLIENT_SECRET_FILE: file })).toEqual({ clientId: 'desk', clientSecret: 'from a file' });
      expect(police({}, true)).toEqual({ clientId: 'service-police', clientSecret: 'sample-service-police' });
      expect(() => police({})).toThrow('GUITU_CLIENT_SECRET is not set.');
      expect(() => police({ GUITU_CLIENT_SECRET_FILE: join(directory, 'none') }, true)).toThrow('GUITU_CLIENT_SECRET_FILE names a file that cannot be read.');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
