import { loadConfig, portOf } from './config.js';
import { usualRates } from './limits/request-limits.js';

describe('the settings', () => {
  test('have defaults that run a hub on one machine', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ portBase: 4100, dataDirectory: './data', sample: false, issuer: 'http://127.0.0.1:4100', jwksUrl: 'http://127.0.0.1:4100/.well-known/jwks.json', rates: usualRates });
    expect(portOf(config, 'station')).toBe(4103);
  });

  test.each([
    ['GUITU_PORT_BASE', 'eighty'],
    ['GUITU_PORT_BASE', '65525'],
    ['GUITU_PORT_BASE', '0'],
    ['GUITU_DATA', ''],
    ['GUITU_LOG_LEVEL', 'loud'],
    ['GUITU_ISSUER', 'ftp://secret'],
    ['GUITU_REQUESTS_PER_SECOND', 'many'],
    ['GUITU_STRANGERS_PER_SECOND', '-1'],
    ['GUITU_SAMPLE', 'yes'],
  ])('%s=%j is refused in one line that names the variable, the rule and the fix, and does not repeat the value', (name, value) => {
    const load = (): unknown => loadConfig({ [name]: value });
    expect(load).toThrow(new RegExp(`^${name} is not valid\\. It must be .+\\. Correct it.+$`, 'u'));
    if (value.length > 3) expect(load).not.toThrow(value);
  });
});
