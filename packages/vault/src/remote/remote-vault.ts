import { observed } from '../channels.js';
import type { ErasureDesk } from '../erasure/desk.js';
import type { LedgerEntry } from '../erasure/entry.js';
import type { NextTurn } from '../keys/group-writer.js';
import type { LooksPage } from '../looked/look.js';
import type { IndexState, Opened, Sealed, Vault } from '../port.js';
import type { VaultErrorCode } from '../vault-error.js';
import { isVaultErrorCode, VaultError } from '../vault-error.js';
import type { VaultAnswer } from './calls.js';
import type { EncodedCall } from './encode.js';
import { destroyCall, fingerprintCall, findCall, indexCall, indexStateCall, ledgerCall, looksCall, openCalls, recordCall, reindexCalls, sealCalls } from './encode.js';
import type { Reply } from './exchange.js';
import { httpExchange } from './exchange.js';
import { GroupedCalls } from './grouped.js';

/** Where this process gets its own tokens for the vault, with some life left in each. */
export interface VaultTokens {
  token(): Promise<string>;
  /** Forgets a token that the vault did not take. */
  drop(token: string): void;
}

export interface RemoteVaultOptions {
  /** Where the vault's process listens, such as `http://127.0.0.1:4107`. */
  readonly url: string;
  readonly tokens: VaultTokens;
  /** Milliseconds of real time until a request that has no answer is `vault-unavailable`; 10,000 when absent. */
  readonly timeoutMs?: number;
  /** Requests under way at a time; 4 when absent. */
  readonly connections?: number;
  /** When calls that were made together are sent; at the next turn of the event loop when absent. */
  readonly nextTurn?: NextTurn;
}

export interface RemoteVault extends Vault {
  /** For the credentials of the data-protection service alone. */
  readonly desk: ErasureDesk;
  /** Rejects with `vault-unavailable` where the vault is away or not ready, with `not-allowed` where it refuses the credentials of this process. */
  probe(): Promise<void>;
}

/**
 * The vault in a process of its own. It decides by the credentials of this one and by the disclosure table.
 *
 * A request whose kept connection turns out to be closed is sent once more, whatever is in it, because every call may be made twice: a root is bound once,
 * so what is sealed again is sealed under the same key, and nobody has seen the first blob; a fingerprint is a function of its input; an entry is indexed
 * once, by whichever call; finding changes nothing; who looked has one record for an answer, and another one where the vault was started again in between; the erasure ledger refuses
 * what stands in it already, and who asks then finds it there; keys are destroyed once.
 */
export function remoteVault({ url, tokens, timeoutMs = 10_000, connections = 4, nextTurn }: RemoteVaultOptions): RemoteVault {
  const exchange = httpExchange({ url, timeoutMs, connections });
  const grouped = new GroupedCalls(send, connections, nextTurn);

  async function ask(body: string): Promise<Reply> {
    const token = await tokens.token().catch(refusedToken);
    const reply = await exchange.send({ path: 'calls', headers: { Authorization: `Bearer ${token}` }, body });
    if (reply.status === 401) tokens.drop(token);
    return reply;
  }

  async function send(calls: readonly EncodedCall[]): Promise<readonly VaultAnswer[]> {
    const body = `{"calls":[${calls.map(({ text }) => text).join(',')}]}`;
    let reply = await ask(body);
    // The token may have ended on its way, or the issuer may sign with another key by now.
    if (reply.status === 401) reply = await ask(body);
    if (reply.status !== 200) throw refusalOf(reply.status);
    return answersIn(reply.text);
  }

  async function one<T>(call: () => EncodedCall): Promise<T> {
    return answerOf(await grouped.ask(call())) as T;
  }

  async function lists<T>(calls: () => readonly EncodedCall[], items: number): Promise<readonly T[]> {
    const answers = await Promise.all(calls().map((call) => grouped.ask(call)));
    const found = answers.flatMap((answer) => answerOf(answer) as readonly T[]);
    if (found.length !== items) throw noAnswer();
    return found;
  }

  return {
    seal: (items) => observed('seal', items.length, () => lists<Sealed>(() => sealCalls(items), items.length)),
    open: (items, caller) => observed('open', items.length, () => lists<Opened>(() => openCalls(items, caller), items.length)),
    fingerprint: (personId, body) => observed('fingerprint', 1, () => one<string>(() => fingerprintCall(personId, body))),
    index: (entries) => observed('index', entries.length, async () => void (await one<null>(() => indexCall(entries)))),
    find: (query) => observed('find', 1, () => one<readonly string[]>(() => findCall(query))),
    looks: (query, caller) => observed('looks', 1, () => one<LooksPage>(() => looksCall(query, caller))),
    indexState: () => one<IndexState>(indexStateCall),
    reindex: (batch) =>
      observed('reindex', batch.items.length, async () => {
        for (const call of reindexCalls(batch)) await one<null>(() => call);
      }),
    desk: {
      ledger: (from) => observed('ledger', 1, () => one<readonly LedgerEntry[]>(() => ledgerCall(from))),
      record: (decision) => observed('record', 1, async () => void (await one<null>(() => recordCall(decision)))),
      destroy: (matter) => observed('destroy', 1, async () => void (await one<null>(() => destroyCall(matter)))),
    },
    async probe() {
      const [ready] = await Promise.all([exchange.send({ path: 'readyz' }), send([])]);
      if (ready.status !== 200) throw new VaultError('vault-unavailable', `the vault is not ready (${ready.status})`);
    },
    async close() {
      grouped.close();
      exchange.close();
      await Promise.resolve();
    },
  };
}

function refusedToken(cause: unknown): never {
  const status = typeof cause === 'object' && cause !== null && 'status' in cause ? Number(cause.status) : 0;
  if (status >= 400 && status < 500) throw new VaultError('not-allowed', `the issuer gives this service no token for the vault (${status})`, { cause });
  throw new VaultError('vault-unavailable', 'no token for the vault can be had now', { cause });
}

/** A whole request that was refused. What is wrong with a single call is in its own answer. */
function refusalOf(status: number): VaultError {
  if (status === 401 || status === 403) return new VaultError('not-allowed', `the vault does not take the credentials of this service (${status})`);
  if (status === 400 || status === 413 || status === 422) return new VaultError('invalid-value', `the vault does not take a request as it is (${status})`);
  return new VaultError('vault-unavailable', `the vault cannot answer now (${status})`);
}

function answersIn(text: string): readonly VaultAnswer[] {
  let parsed: { readonly answers?: unknown } | null;
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    throw noAnswer();
  }
  if (!Array.isArray(parsed?.answers)) throw noAnswer();
  return parsed.answers as readonly VaultAnswer[];
}

function answerOf(answer: VaultAnswer): unknown {
  if ('answer' in answer) return answer.answer;
  const { code, title } = answer.problem;
  // A vault of a later version may have a code that this one does not know.
  const known: VaultErrorCode = isVaultErrorCode(code) ? code : 'vault-unavailable';
  throw new VaultError(known, title);
}

const noAnswer = (): VaultError => new VaultError('vault-unavailable', 'what answered is no vault of this version');
