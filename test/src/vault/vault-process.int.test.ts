import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenSource, httpTransport } from '@guitu/client';
import { audienceOf, sampleSecret, serviceClientId } from '@guitu/service-kit';
import { VaultError, remoteVault } from '@guitu/vault';
import type { RemoteVault, Sealed } from '@guitu/vault';
import { item, responsibleStation } from '@guitu/vault/testing';
import { freePortBase } from '../support/free-ports.js';
import { chanceOf } from '../support/seed.js';
import { startService } from '../support/service-process.js';
import type { ServiceAlone } from '../support/service-process.js';
import { waitFor } from '../support/wait-for.js';

const rounds = process.env['GUITU_LONG'] === '1' ? 50 : 3;

let directory: string;
let issuer: ServiceAlone | undefined;
let vault: ServiceAlone;
let settings: Parameters<typeof startService>[1];
const opened: { close(): unknown }[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guitu-vault-process-'));
  settings = { GUITU_DATA: directory, GUITU_PORT_BASE: String(await freePortBase()), GUITU_SAMPLE: 'on' };
  vault = startService('vault', settings);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((part) => part.close()));
  await Promise.all([vault, ...(issuer === undefined ? [] : [issuer])].map((service) => service.end('SIGKILL')));
  issuer = undefined;
  await rm(directory, { recursive: true });
});

/** The vault as a service has it that runs in a process of its own. */
function as(service: 'station' | 'audit'): RemoteVault {
  const transport = httpTransport({ connections: 1 });
  const id = serviceClientId(service);
  const tokens = createTokenSource(`${issuer?.url ?? ''}/oauth/token`, { clientId: id, clientSecret: sampleSecret(id), audience: audienceOf('vault') }, transport, () => Date.now());
  const remote = remoteVault({ url: vault.url, tokens });
  opened.push(remote, { close: () => transport.close() });
  return remote;
}

const person = (number: number): string => `person-${number}`;
const sealOne = async (remote: RemoteVault, number: number): Promise<Sealed> => {
  const [[sealed]] = await Promise.all([remote.seal([item(person(number), 'identity', number)]), remote.index([{ personId: person(number), kind: 'name', value: `王${number}` }])]);
  if (sealed === undefined) throw new Error('nothing was sealed');
  return sealed;
};

async function expectReadable(remote: RemoteVault, sealed: readonly (readonly [number, Sealed])[]): Promise<void> {
  const answers = await remote.open(sealed.map(([number, blob]) => ({ personId: person(number), eventId: 'event-1', dataClass: 'identity', sealed: blob, safeguards: [] })), responsibleStation);
  expect(answers).toEqual(sealed.map(([number]) => ({ ok: true, level: 'full', value: number })));
}

test('a vault in a process of its own waits for the issuer, and goes on while it is away', async () => {
  await waitFor('the vault to say what it misses', async () => (await vault.missing())?.includes('issuer') === true);
  const early = await fetch(`${vault.url}/calls`, { method: 'POST' });
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/u)]);
  issuer = startService('issuer', settings);
  await vault.ready();
  const station = as('station');
  await station.probe();
  await issuer.end('SIGTERM');
  expect((await sealOne(station, 1)).kid).toMatch(/^p\./u);
}, 60_000);

test(
  `kill -9 of the vault loses nothing that was sealed, and gives nobody a second key (${rounds} rounds)`,
  async () => {
    const chance = chanceOf('kill -9 of the vault');
    issuer = startService('issuer', settings);
    await vault.ready();
    const [station, audit] = [as('station'), as('audit')];
    const known = new Map<number, Sealed>();
    let next = 0;
    for (let round = 0; round < rounds; round += 1) {
      let killed: Promise<void> | undefined;
      const until = known.size + 1 + chance.below(400);
      // Each goes on until the vault is gone under it.
      const sealing = async (): Promise<void> => {
        for (;;) {
          const number = next++;
          try {
            known.set(number, await sealOne(station, number));
          } catch (error) {
            expect(error).toMatchObject({ name: 'VaultError', code: 'vault-unavailable', retriable: true });
            return;
          }
          if (known.size >= until) killed ??= vault.end('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: 1 + chance.below(16) }, sealing));
      await killed;
      vault = startService('vault', settings);
      await vault.ready();
      const all = [...known];
      await expectReadable(station, [...all.slice(-100), ...chance.some(all, 200)]);
      for (const [number, sealed] of chance.some(all, 20)) {
        expect(await audit.find({ kind: 'name', value: `王${number}` })).toEqual([person(number)]);
        expect((await sealOne(station, number)).kid).toBe(sealed.kid);
      }
    }
    const all = [...known];
    for (let at = 0; at < all.length; at += 500) await expectReadable(station, all.slice(at, at + 500));
    expect(all.length).toBeGreaterThan(rounds);
  },
  rounds * 30_000 + 30_000,
);

test('a vault that is stopped in good order answers what it took, and its successor goes on with the same keys', async () => {
  issuer = startService('issuer', settings);
  await vault.ready();
  const station = as('station');
  const first = await sealOne(station, 1);
  const calls = Array.from({ length: 200 }, (_, number) => sealOne(station, number).then(() => 'done', (error: unknown) => (error instanceof VaultError && error.retriable ? 'again' : 'lost')));
  await Promise.all([vault.end('SIGTERM'), ...calls]);
  expect(await Promise.all(calls)).not.toContain('lost');
  vault = startService('vault', settings);
  await vault.ready();
  expect((await sealOne(station, 1)).kid).toBe(first.kid);
}, 60_000);
