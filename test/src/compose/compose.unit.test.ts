import { erasureLedger, eventStoreUrl, kafkaBrokers, loadConfig, portOf, portOffsets, registerPath, relaySettings, serviceCredentials, vaultUrl } from '@guitu/service-kit';
import type { ServiceName } from '@guitu/service-kit';
import { fileOf, readDocument } from '../docs/document.js';
import { readCompose } from './compose.js';
import type { ComposeService } from './compose.js';

const { services, volumes, configs, secrets } = readCompose();
const servers = ['eventstore', 'kafka'] as const;
const ours = Object.entries(services).filter(([name]) => !servers.some((server) => server === name));
const agencies = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'];
const dockerfile = readDocument('infra/images/Dockerfile');

describe('docker-compose.yml', () => {
  test('runs each service that has a port of the fixed surface, and the two servers, each with a health check and a restart', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(Object.keys(portOffsets).sort());
    expect(Object.keys(services)).toEqual(expect.arrayContaining([...servers]));
    for (const [name, { healthcheck, restart }] of Object.entries(services)) expect({ name, checked: healthcheck.test.length > 1, restart }).toEqual({ name, checked: true, restart: 'unless-stopped' });
  });

  test('pins every image to a version', () => {
    for (const { image } of Object.values(services)) expect(image).toMatch(/^[a-z]+(?:\/[a-z]+)?:\d+\.\d+\.\d+(?:-[a-z]+)?$/u);
    expect([...dockerfile.matchAll(/^(?:ARG NODE=|FROM )(\S+)/gmu)].map(([, image]) => image)).toEqual([expect.stringMatching(/^24\.\d+\.\d+-bookworm-slim$/u), 'node:${NODE}', 'node:${NODE}']);
  });

  test.each(ours)('runs %s as its own main, on its port of the fixed surface, for this machine alone', (name, service: ComposeService) => {
    const port = String(portOf({ portBase: 4_100 }, name as ServiceName));
    expect(service.command).toEqual([`services/${name}/dist/main.js`]);
    expect(service.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(service.healthcheck.test).toEqual(['CMD', 'node', 'infra/images/ready.mjs', port]);
  });

  test('opens no port to other machines', () => {
    for (const { ports } of Object.values(services)) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/u);
  });

  test.each(ours)('gives %s nothing that it could change but its own volume, and no rights', (name, service: ComposeService) => {
    expect(service).toMatchObject({ image: 'guitu:0.1.0', read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], volumes: [`${name}:/var/lib/guitu`, ...(name === 'vault' ? ['erasures:/var/lib/guitu-erasures'] : [])] });
    expect([service.user, service.privileged]).toEqual([undefined, undefined]);
  });

  test('lets nobody wait for anybody: a service is ready when what it stands on is', () => {
    expect(Object.values(services).filter(({ depends_on: waits }) => waits !== undefined)).toEqual([]);
  });

  test.each(ours)('gives %s settings that it takes, no others, and all that it needs', (name, { environment, secrets: mounted }: ComposeService) => {
    const sources = readDocument('packages/service-kit/src/config.ts') + readDocument('packages/service-kit/src/process/settings.ts');
    const known = [...sources.matchAll(/^ {2}([A-Z]+_[A-Z_]+): setting\(/gmu)].map(([, setting]) => setting);
    expect(known.length).toBeGreaterThan(15);
    for (const setting of Object.keys(environment)) expect(known).toContain(setting);
    const config = loadConfig(environment);
    expect(config).toMatchObject({ sample: false, issuer: 'https://hub.example', jwksUrl: 'http://issuer:4100/.well-known/jwks.json', portBase: 4_100 });

    const agency = agencies.includes(name);
    const readsTheLog = agency || name === 'audit' || name === 'data-protection';
    if (readsTheLog || name === 'relay') expect(eventStoreUrl(environment)).toBe('esdb://eventstore:2113?tls=false');
    if (agency || name === 'relay') expect(kafkaBrokers(environment)).toEqual(['kafka:9092']);
    if (name === 'relay') expect(relaySettings(environment)).toMatchObject({ name: 'relay', replicas: 1 });
    if (readsTheLog || name === 'issuer') expect(registerPath(environment)).toBe('/run/configs/organisations.json');
    if (name === 'vault') expect(erasureLedger(environment, '/var/lib/guitu')).toBe('/var/lib/guitu-erasures/ledger.ndjson');
    if (readsTheLog) {
      expect(vaultUrl(environment, config)).toBe('http://vault:4107');
      const own = `service-${name}`;
      expect([environment['GUITU_CLIENT_SECRET_FILE'], mounted]).toEqual([`/run/secrets/${own}`, [own]]);
      // No secret is there: that the file is missing is told by its own name, so the setting was taken.
      expect(() => serviceCredentials(environment, { service: name, sample: false })).toThrow('GUITU_CLIENT_SECRET_FILE names a file that cannot be read.');
    }
  });

  test('holds no secret, and does not start where one is not given', () => {
    for (const missing of ['GUITU_ISSUER', 'GUITU_ORGANISATIONS', 'GUITU_SECRETS']) {
      const given = Object.fromEntries(['GUITU_ISSUER', 'GUITU_ORGANISATIONS', 'GUITU_SECRETS'].filter((name) => name !== missing).map((name) => [name, 'https://x']));
      expect(() => readCompose(given)).toThrow(missing);
    }
    for (const { environment } of Object.values(services)) expect(Object.keys(environment).filter((name) => /SECRET$|PASSWORD|TOKEN$/u.test(name))).toEqual([]);
  });

  test('names only what it declares', () => {
    const nameOf = (one: string | { readonly source: string }): string => (typeof one === 'string' ? one : one.source);
    const all = Object.values(services);
    expect([...new Set(all.flatMap((one) => one.volumes.map((volume) => volume.split(':')[0])))].sort()).toEqual(Object.keys(volumes).sort());
    expect([...new Set(all.flatMap((one) => one.configs.map(nameOf)))].sort()).toEqual(Object.keys(configs).sort());
    expect([...new Set(all.flatMap((one) => one.secrets.map(nameOf)))].sort()).toEqual(Object.keys(secrets).sort());
  });
});

describe('the servers of docker-compose.yml are those of the tests', () => {
  test('Kafka: the version and the settings of infra/kafka, addresses apart', async () => {
    const version = /<kafka\.version>([^<]+)</u.exec(readDocument('infra/kafka/pom.xml'))?.[1];
    expect(services['kafka']?.image).toBe(`apache/kafka:${version}`);
    const { brokerSettings, asEnvironment } = (await import(fileOf('infra/kafka/settings.mjs').href)) as { brokerSettings(at: object): object; asEnvironment(settings: object): Record<string, string> };
    const expected = asEnvironment(brokerSettings({ directory: '/var/lib/kafka/data', host: '0.0.0.0', port: 9_092, controllerPort: 9_093 }));
    for (const address of ['KAFKA_LISTENERS', 'KAFKA_ADVERTISED_LISTENERS']) delete expected[address];
    expect(services['kafka']?.environment).toMatchObject(expected);
  });

  test('EventStoreDB: the image and the settings of infra/eventstoredb', () => {
    const { image, environment } = JSON.parse(readDocument('infra/eventstoredb/server.json')) as { image: string; environment: object };
    expect(services['eventstore']).toMatchObject({ image, environment });
    expect(Object.keys(services['eventstore']?.environment ?? {}).length).toBe(Object.keys(environment).length);
  });
});

describe('the image', () => {
  test('runs as a user without rights, without what fetches and builds, from a context that names what it holds', () => {
    const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(final).toMatch(/^USER node$/mu);
    expect(final).toMatch(/rm -rf \/usr\/local\/lib\/node_modules /u);
    expect(final).not.toMatch(/apt-get|npm install|pnpm/u);
    const context = readDocument('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(context[0]).toBe('*');
    expect(context).toEqual(expect.arrayContaining(['!packages', '!services', '!pnpm-lock.yaml', '**/node_modules', '**/*.test.ts']));
    expect(context.filter((line) => /test$|docs|data|fakes/u.test(line))).toEqual([]);
  });
});
