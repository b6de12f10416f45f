import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceProblem, createClient, httpTransport } from '@guitu/client';
import type { AgencyService, BaseUrls, Client, CommandAnswer, CommandName, CommandOptions, RetryOptions, WorklistQuery } from '@guitu/client';
import { caseStream } from '@guitu/contracts';
import type { CaseView, WorkItem, WorklistPage } from '@guitu/contracts';
import type { Config } from '@guitu/service-kit';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import type { Hub, HubOptions } from '@guitu/standalone';
import { register, roleOf } from './register.js';
import type { OrganisationId } from './register.js';
import { noteSecrets } from './secrets.js';

export type List = WorklistQuery['list'];
export type Filters = Omit<WorklistQuery, 'list'>;

/** One organisation at its service: what its people can do with the hub. */
export interface Desk {
  readonly id: OrganisationId;
  readonly client: Client;
  send<N extends CommandName>(name: N, options: CommandOptions<N>): Promise<CommandAnswer>;
  /** Sends what must be refused; fails where it is taken. */
  refused<N extends CommandName>(name: N, options: CommandOptions<N>): Promise<ServiceProblem>;
  view(caseId: string, now?: string): Promise<CaseView>;
  /** Status of the answer to a view: 200, or 404 for a case that the organisation takes no part in. */
  viewStatus(caseId: string, now?: string): Promise<number>;
  page(list: List, filters?: Filters, now?: string): Promise<WorklistPage>;
  /** All pages of a list. */
  all(list: List, filters?: Filters, now?: string): Promise<readonly WorkItem[]>;
}

export interface TestHub {
  readonly hub: Hub;
  readonly directory: string;
  /** Every name, number and free text that was sent. */
  readonly secrets: Set<string>;
  as(id: OrganisationId): Desk;
  /** Resolves when worklists show all that was acknowledged about the case. */
  settled(caseId: string): Promise<void>;
  close(): Promise<void>;
}

export const testConfig = (dataDirectory: string): Config => ({
  host: '127.0.0.1', portBase: 4_100, dataDirectory, logLevel: 'silent', issuer: 'http://issuer.test', ownIssuer: true, jwksUrl: 'http://issuer.test/.well-known/jwks.json', sample: true,
});

/** A whole embedded hub in this process on files of its own and any free ports. */
export const startEmbedded = (directory: string, installed = register, more: Pick<HubOptions, 'vault'> = {}): Promise<Hub> => startHub({ config: testConfig(directory), register: installed, runtime: systemRuntime, port: () => 0, ...more });

export interface Desks {
  as(id: OrganisationId): Desk;
  close(): void;
}

/** Desks at a hub wherever it runs. Kept-alive connections are shared. */
export function createDesks(urls: BaseUrls, secrets = new Set<string>(), retry: RetryOptions = {}): Desks {
  const transport = httpTransport();
  const desks = new Map<OrganisationId, Desk>();
  const open = (id: OrganisationId): Desk => {
    const service: AgencyService = roleOf(id);
    const client = createClient({ baseUrls: urls, runtime: systemRuntime, transport, clientId: id, clientSecret: sampleSecret(id), retry, language: 'en' });
    const at = (now: string | undefined) => (now === undefined ? {} : { now });
    const desk: Desk = {
      id,
      client,
      send: (name, options) => {
        noteSecrets(name, options.body, secrets);
        return client.command(service, name, options);
      },
      refused: async (name, options) => {
        const answer = await desk.send(name, options).catch((error: unknown) => error);
        if (answer instanceof ServiceProblem) return answer;
        throw answer instanceof Error ? answer : new Error(`${id} may ${name}, against expectation`);
      },
      view: (caseId, now) => client.caseView(service, caseId, at(now)),
      viewStatus: async (caseId, now) =>
        desk.view(caseId, now).then(
          () => 200,
          (error: unknown) => {
            if (error instanceof ServiceProblem) return error.status;
            throw error;
          },
        ),
      page: (list, filters = {}, now) => client.worklist(service, { list, ...filters }, at(now)),
      all: async (list, filters = {}, now) => {
        const items: WorkItem[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await desk.page(list, { limit: 200, ...filters, ...(cursor === undefined ? {} : { cursor }) }, now);
          items.push(...page.items);
          cursor = page.next;
          if (cursor === undefined) return items;
        }
      },
    };
    return desk;
  };
  return {
    as: (id) => {
      const desk = desks.get(id) ?? open(id);
      desks.set(id, desk);
      return desk;
    },
    close: () => transport.close(),
  };
}

export const temporaryDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'guitu-test-'));

/** A hub with an empty log, and desks for every organisation of the test register. */
export async function startTestHub(more: Pick<HubOptions, 'vault'> = {}): Promise<TestHub> {
  const directory = await temporaryDirectory();
  const hub = await startEmbedded(directory, register, more);
  const secrets = new Set<string>();
  const desks = createDesks(hub.urls, secrets);
  return {
    hub,
    directory,
    secrets,
    as: desks.as,
    settled: async (caseId) => {
      const revision = (await hub.store.readStream(caseStream(caseId))).length - 1;
      const outcome = await hub.projections.waitFor('worklist', caseStream(caseId), revision, 10_000);
      if (outcome !== 'applied') throw new Error(`the worklist is ${outcome} at revision ${revision} of ${caseId}`);
    },
    close: async () => {
      desks.close();
      await hub.close();
      await rm(directory, { recursive: true });
    },
  };
}
