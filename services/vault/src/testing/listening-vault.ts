import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@guitu/contracts';
import { createVerifier, localKeys, probeReady, silentLogger, systemRuntime, temporarySigningKey } from '@guitu/service-kit';
import type { Logger, RunningService } from '@guitu/service-kit';
import { openVault, remoteVault } from '@guitu/vault';
import type { LocalVault, RemoteVault, RemoteVaultOptions, Vault, VaultTokens } from '@guitu/vault';
import { createVaultService } from '../index.js';

export interface ListeningVault {
  /** What the service stands on. */
  readonly local: LocalVault;
  readonly url: string;
  /** A token as the issuer gives it to the service of that role. */
  token(role: Role, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The vault as the service of that role has it. */
  as(role: Role, options?: Partial<RemoteVaultOptions>): RemoteVault;
  /** Ends the port, and opens it again at the same place. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

const issuer = 'urn:guitu:test-issuer';

export async function listeningVault({ logger = silentLogger }: { readonly logger?: Logger } = {}): Promise<ListeningVault> {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-vault-service-'));
  const local = await openVault({ directory, realNow: systemRuntime.realNow, cachedPersons: 3, ledger: join(directory, 'ledger.ndjson') });
  const key = await temporarySigningKey();
  const verifier = createVerifier({ service: 'vault', issuer, keys: localKeys(key.jwks), runtime: systemRuntime });
  const listen = (port: number): Promise<RunningService> =>
    createVaultService({ vault: local, verifier, runtime: systemRuntime, logger, readiness: [probeReady('vault', () => local.probe())] }).listen({ host: '127.0.0.1', port });
  let running = await listen(0);
  const { url, port } = running;
  const remotes: RemoteVault[] = [];

  const token: ListeningVault['token'] = (role, claims = {}) => {
    const now = Date.now();
    const usual = { org: 'hub', role, division: '100000', client_id: `service-${role}`, service: role, aud: ['guitu-vault'] };
    return key.sign({ ...usual, ...claims }, { issuer, issuedAt: now, expiresAt: now + 3_600_000, id: systemRuntime.uuid() });
  };

  return {
    local,
    url,
    token,
    as(role, options = {}) {
      const remote = remoteVault({ url, tokens: heldToken(() => token(role)), ...options });
      remotes.push(remote);
      return remote;
    },
    async restart() {
      await running.close();
      running = await listen(port);
    },
    async dispose() {
      await Promise.all(remotes.map((remote) => remote.close()));
      await running.close();
      await local.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** One token until it is dropped. */
export function heldToken(get: () => Promise<string>): VaultTokens {
  let held: Promise<string> | undefined;
  return { token: () => (held ??= get()), drop: () => void (held = undefined) };
}

/** All services of a hub as one vault: each call goes by the credentials of the service whose duty it is. */
export function everyService({ as }: ListeningVault, options: Partial<RemoteVaultOptions> = {}): Vault {
  const [station, hospital, audit] = [as('station', options), as('hospital', options), as('audit', options)];
  const openers: Partial<Record<Role, Vault>> = { station, hospital, audit, hub: audit };
  return {
    seal: (items) => station.seal(items),
    fingerprint: (personId, body) => station.fingerprint(personId, body),
    index: (entries) => station.index(entries),
    find: (query) => audit.find(query),
    indexState: () => audit.indexState(),
    reindex: (batch) => audit.reindex(batch),
    open: (items, caller) => (openers[caller.role] ?? station).open(items, caller),
    looks: (query, caller) => (openers[caller.role] ?? station).looks(query, caller),
    close: async () => void (await Promise.all([station, hospital, audit].map((remote) => remote.close()))),
  };
}
