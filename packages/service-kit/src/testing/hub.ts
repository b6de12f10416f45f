import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '@guitu/contracts';
import type { Role } from '@guitu/contracts';
import { openSqliteStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { createRegister } from '@guitu/referral';
import { openVault } from '@guitu/vault';
import type { LocalVault, Vault } from '@guitu/vault';
import type { Logger, Route, RunningService, Service, ServiceOptions, SettableRuntime, SigningKey } from '../index.js';
import { caseRoute, createCommandPath, createService, createVerifier, localKeys, openingRoute, settableRuntime, silentLogger, temporarySigningKey } from '../index.js';

export const issuer = 'urn:guitu:test-issuer';

const organisation = (id: string, role: Role, division: string) => ({ id, role, name: id, division });
/** A town with one of each, and a second station and police of another province. */
export const organisations = [
  organisation('baoji-police', 'police', '610300'),
  organisation('baoji-hospital', 'hospital', '610300'),
  organisation('baoji-station', 'station', '610300'),
  organisation('baoji-care', 'elder-care', '610300'),
  organisation('baoji-office', 'civil-affairs', '610300'),
  organisation('changde-police', 'police', '430700'),
  organisation('changde-station', 'station', '430700'),
] as const;
export type OrganisationId = (typeof organisations)[number]['id'];

export interface TestHub {
  readonly store: EventStore;
  readonly vault: LocalVault;
  readonly runtime: SettableRuntime;
  readonly key: SigningKey;
  readonly service: Service;
  readonly running: RunningService;
  /** A token of the organisation for this hub's service. */
  token(organisation: OrganisationId, options?: TokenOptions): Promise<string>;
  close(): Promise<void>;
}
export interface TokenOptions {
  readonly scope?: string;
  readonly audience?: string;
  readonly user?: string;
  /** Real time; an hour from now when absent. */
  readonly expiresAt?: number;
}

export interface TestHubOptions {
  /** Replaces parts of the store, to make it fail or wait. */
  readonly store?: (real: EventStore) => Pick<EventStore, 'readStream' | 'append'>;
  readonly vault?: (real: Vault) => Pick<Vault, 'seal' | 'fingerprint' | 'index'>;
  readonly routes?: readonly Route[];
  readonly sample?: boolean;
  readonly logger?: Logger;
  readonly readiness?: ServiceOptions['readiness'];
}

/** One service, `test`, with every command of the contract, over a real store and a real vault in a directory of its own. */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const directory = await mkdtemp(join(tmpdir(), 'guitu-kit-'));
  const store = await openSqliteStore({ file: join(directory, 'events.db'), durability: 'normal' });
  const runtime = settableRuntime();
  const vault = await openVault({ directory: join(directory, 'vault'), realNow: runtime.realNow, ledger: join(directory, 'ledger.ndjson') });
  const key = await temporarySigningKey();
  const run = createCommandPath({
    store: options.store?.(store) ?? store,
    vault: options.vault?.(vault) ?? vault,
    register: createRegister({ organisations: [...organisations], contracts: [] }),
    runtime,
    hubId: store.storeId,
    service: 'test',
    logger: silentLogger,
  });
  const routes = [...commands.values()].flatMap((command) => [
    ...(command.opens ? [openingRoute({ command, path: `/cases/${command.name}`, operationId: `test.open.${command.name}`, tag: 'test', run })] : []),
    caseRoute({ command, path: `/cases/:caseId/${command.name}`, operationId: `test.${command.name}`, tag: 'test', run }),
  ]);
  const service = createService({
    name: 'test', title: { zh: '测试', en: 'Test' }, routes: [...routes, ...(options.routes ?? [])], runtime, logger: options.logger ?? silentLogger,
    verifier: createVerifier({ service: 'test', issuer, keys: localKeys(key.jwks), runtime }),
    sample: options.sample ?? false, ...(options.readiness === undefined ? {} : { readiness: options.readiness }),
  });
  const running = await service.listen({ host: '127.0.0.1', port: 0 });
  return {
    store, vault, runtime, key, service, running,
    token(id, { scope, audience = 'guitu-test', user, expiresAt } = {}) {
      const { role, division } = organisations.find((one) => one.id === id) ?? organisations[0];
      const now = runtime.realNow();
      const claims = { org: id, role, division, client_id: `${id}-client`, aud: [audience, 'guitu-other'], ...(scope === undefined ? {} : { scope }), ...(user === undefined ? {} : { user }) };
      return key.sign(claims, { issuer, issuedAt: now - 10_000, expiresAt: expiresAt ?? now + 3_600_000, id: runtime.uuid() });
    },
    async close() {
      await running.close();
      await vault.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
