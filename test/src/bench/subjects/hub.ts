import { setTimeout as wait } from 'node:timers/promises';
import type { RegisterData } from '@guitu/contracts';
import type { Config } from '@guitu/service-kit';
import { systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import { openUnrecordedVault } from '@guitu/vault/testing';
import { serve } from '../processes/serve.js';
import { openUnsealedVault } from './unsealed-vault.js';

export interface HubSubjectOptions {
  readonly dataDirectory: string;
  readonly register: RegisterData;
  /** What it does not do, to show what that costs; everything is on when absent. */
  readonly without?: keyof typeof lesser;
}

const lesser = { sealing: openUnsealedVault, looks: openUnrecordedVault } as const;

const issuer = 'http://issuer.bench';
const config = (dataDirectory: string): Config => ({ host: '127.0.0.1', portBase: 0, dataDirectory, logLevel: 'info', issuer, ownIssuer: true, jwksUrl: `${issuer}/.well-known/jwks.json`, sample: true, rates: { organisation: 1_000_000, stranger: 100 } });

// The whole embedded hub as `npm start` runs it, with a log line for every request.
serve(async ({ dataDirectory, register, without }: HubSubjectOptions) => {
  const hub = await startHub({ config: config(dataDirectory), register, runtime: systemRuntime, port: () => 0, ...(without === undefined ? {} : { vault: lesser[without] }) });
  return {
    urls: () => hub.urls,
    /** Resolves when the projections have taken all that the log held at the call, so that their work falls into nobody else's turn. */
    settled: async () => {
      const head = await hub.store.head();
      const behind = async (): Promise<boolean> => (await hub.projections.status()).some(({ position, rebuilding }) => rebuilding || (position ?? '') < (head ?? ''));
      while (await behind()) await wait(20);
    },
    rebuild: async (projection: string): Promise<number> => {
      const begun = performance.now();
      await hub.projections.rebuild(projection);
      return performance.now() - begun;
    },
    memory: () => process.memoryUsage(),
    close: () => hub.close(),
  };
});
