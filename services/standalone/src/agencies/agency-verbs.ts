import { organisationEntry, roles } from '@guitu/contracts';
import type { InHand } from '@guitu/agency-kit';
import type { Organisation, RegisterData, Role } from '@guitu/contracts';
import { audiencesOf, hashSecret } from '@guitu/issuer';
import type { Client } from '@guitu/issuer';
import { OperatorRefusal, operatorVerb } from '@guitu/service-kit';
import type { OperatorVerb, Runtime, Work } from '@guitu/service-kit';
import { z } from 'zod';
import { sameOrganisation } from './agencies.js';
import type { InstalledAgencies } from './agencies.js';
import type { Agencies, AgencyClient } from './agencies-file.js';

export interface AgencyVerbsOptions {
  readonly agencies: InstalledAgencies;
  /** Resolves when the projections work by this register. */
  readonly announce: (register: RegisterData) => Promise<void>;
  /** Builds the worklists anew, and tells how far that is, in events of the log. */
  readonly rebuildWorklists: (progress: (done: number, total: number) => void) => Promise<unknown>;
  /** What an organisation has in hand: people in its custody, and what waits for it. */
  readonly inHand: (organisation: string) => InHand;
  readonly runtime: Pick<Runtime, 'realNow'>;
  /** A new secret, of 256 random bits. */
  readonly newSecret: () => string;
}

/** Kinds of organisation that one can add; `hub` is the hub itself. */
const kinds = Object.keys(roles).filter((role) => role !== 'hub') as [Role, ...Role[]];
const id = organisationEntry.shape.id;

const withClient = (agencies: Agencies, client: AgencyClient): Agencies => ({ ...agencies, clients: [...agencies.clients.filter((one) => one.id !== client.id), client] });

/**
 * Agencies join, get a new secret, and are shut out, while the hub runs. They join one at a time, each behind the rebuild of the one before. Whatever else is done waits for nobody, because
 * somebody may have to be shut out now: it reads what the file says and writes it in one go, without a wait between, and so does whoever joins.
 */
export function agencyVerbs({ agencies, announce, rebuildWorklists, inHand, runtime, newSecret }: AgencyVerbsOptions): readonly OperatorVerb[] {
  const { register, access } = agencies;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };
  const now = (): string => new Date(runtime.realNow()).toISOString();
  const isDisabled = (organisation: string): boolean => agencies.now().disabled.some((one) => one.organisation === organisation);

  function known(organisation: string): void {
    if (register.get(organisation) === undefined) throw new OperatorRefusal(`There is no organisation "${organisation}". "guitu agency list" shows them.`);
  }

  /**
   * On disk, then known to the projections, then to the services. Work of cases that are there already may be a new office's, whose rows were made before anybody knew it:
   * that a rebuild is due is written with the office, so that it outlives a crash.
   */
  async function join(organisation: Organisation): Promise<void> {
    const { organisations, ...rest } = agencies.now();
    const isRecorded = agencies.recorded(organisation.id) !== undefined;
    const next: Agencies = {
      ...rest, organisations: isRecorded ? organisations : [...organisations, organisation], ...(organisation.role === 'civil-affairs' ? { worklistsDue: true } : {}),
    };
    try {
      await agencies.join(next, announce);
    } catch (cause) {
      throw new Error(`${organisation.id} is recorded, and nobody knows it yet. Send the same command again.`, { cause });
    }
  }

  async function rebuildIfDue({ progress, warn }: Work): Promise<void> {
    if (agencies.now().worklistsDue === undefined) return;
    try {
      await rebuildWorklists((done, total) => progress('worklist', done, total));
      const { worklistsDue: _done, ...rest } = agencies.now();
      agencies.admit(rest);
    } catch {
      warn('The worklists could not be rebuilt. Send the same command again, so that work of older cases reaches the new office.');
    }
  }

  return [
    operatorVerb({
      name: 'agency-add',
      input: z.strictObject({ ...organisationEntry.shape, role: z.enum(kinds), scopes: z.array(z.enum(['supervisor'])), audiences: z.array(z.string().regex(/^guitu-[a-z-]{1,40}$/u)) }),
      run: ({ scopes, audiences, ...organisation }, work) => inTurn(async () => {
        const there = agencies.recorded(organisation.id);
        if (there !== undefined && !sameOrganisation(there, organisation)) throw new OperatorRefusal(`There is another organisation "${organisation.id}": ${there.role}, ${there.name}, ${there.division}. Take another id.`);
        const taken = access.client(organisation.id);
        if (taken !== undefined && taken.organisation !== organisation.id) throw new OperatorRefusal(`There is a client "${organisation.id}" of ${taken.organisation}. Take another id.`);
        if (register.get(organisation.id) === undefined) await join(organisation);
        await rebuildIfDue(work);
        const clients = access.clientsOf(organisation.id);
        if (clients.length > 0) {
          work.warn('It was registered already, and its secret is not shown a second time. "guitu agency rotate" gives a new one.');
          return { organisation, clients };
        }
        const secret = newSecret();
        const { role, division } = organisation;
        const client = { id: organisation.id, secretHash: hashSecret(secret), organisation: organisation.id, role, division, scopes, audiences: audiences.length > 0 ? audiences : [...audiencesOf(role)], generation: 1 };
        agencies.admit(withClient(agencies.now(), client));
        return { organisation, client: client.id, secret };
      }),
    }),
    operatorVerb({
      name: 'agency-rotate',
      input: z.strictObject({ id, client: z.string().optional(), graceSeconds: z.int().min(0).max(30 * 86_400) }),
      run: async ({ id: organisation, client: named, graceSeconds }) => {
        known(organisation);
        if (isDisabled(organisation)) throw new OperatorRefusal(`${organisation} is disabled. "guitu agency enable" lets it in again.`);
        const all = access.clientsOf(organisation);
        const clientId = named ?? (all.length === 1 ? all[0] : all.find((one) => one === organisation));
        if (clientId === undefined || !all.includes(clientId)) throw new OperatorRefusal(all.length === 0 ? `${organisation} has no client. "guitu agency add" with its own data gives it one.` : `Name the client with --client: ${all.join(', ')}.`);
        const before = access.client(clientId) as Client;
        const { former: _former, generation = 0, ...kept } = before as Client & Partial<AgencyClient>;
        const secret = newSecret();
        const until = new Date(runtime.realNow() + graceSeconds * 1_000).toISOString();
        agencies.admit(withClient(agencies.now(), { ...kept, secretHash: hashSecret(secret), generation: generation + 1, ...(graceSeconds === 0 ? {} : { former: { secretHash: before.secretHash, until } }) }));
        return { organisation, client: clientId, secret, ...(graceSeconds === 0 ? {} : { formerUntil: until }) };
      },
    }),
    operatorVerb({
      name: 'agency-disable',
      input: z.strictObject({ id }),
      run: async ({ id: organisation }, work) => {
        known(organisation);
        if (!isDisabled(organisation)) agencies.admit({ ...agencies.now(), disabled: [...agencies.now().disabled, { organisation, at: now(), by: work.who }] });
        const held = inHand(organisation);
        const { custody, waiting } = held;
        if (custody > 0) work.warn(`${custody} people are in its custody. Somebody must take them over.`);
        if (waiting > 0) work.warn(`${waiting} items of its worklist wait for it. They become overdue, and escalate.`);
        return { organisation, ...held };
      },
    }),
    operatorVerb({
      name: 'agency-enable',
      input: z.strictObject({ id }),
      run: async ({ id: organisation }) => {
        known(organisation);
        if (!isDisabled(organisation)) throw new OperatorRefusal(`${organisation} is not disabled.`);
        agencies.admit({ ...agencies.now(), disabled: agencies.now().disabled.filter((one) => one.organisation !== organisation) });
        return { organisation };
      },
    }),
    operatorVerb({
      name: 'agency-list',
      input: z.strictObject({}),
      looks: true,
      run: () => Promise.resolve({
        agencies: register.all.map((organisation) => {
          const disabled = agencies.now().disabled.find((one) => one.organisation === organisation.id);
          return { ...organisation, clients: access.clientsOf(organisation.id), installed: agencies.installs(organisation.id), ...(disabled === undefined ? {} : { disabled: { at: disabled.at, by: disabled.by } }) };
        }),
      }),
    }),
  ];
}
