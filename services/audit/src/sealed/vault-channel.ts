import { BroadcastChannel, threadId } from 'node:worker_threads';
import { VaultError } from '@guitu/vault/asking';
import type { OpenItem, Opened, Vault, VaultCaller, VaultErrorCode } from '@guitu/vault/asking';

interface Question {
  readonly ask: number;
  /** Tells the askers of one channel apart. */
  readonly asker: string;
  readonly items: readonly OpenItem[];
  readonly caller: VaultCaller;
}
type Answer = { readonly answer: number; readonly asker: string } & ({ readonly opened: readonly Opened[] } | { readonly code: VaultErrorCode; readonly message: string });

export interface ChannelOptions {
  /** Any name that no other hub of this process uses. */
  readonly channel: string;
  /** Milliseconds until a question that nobody answered is `vault-unavailable`; 10,000 when absent. */
  readonly timeoutMs?: number;
}

const answers = (data: unknown): data is Answer => typeof data === 'object' && data !== null && 'answer' in data;
const asks = (data: unknown): data is Question => typeof data === 'object' && data !== null && 'ask' in data;

/**
 * Lets other threads of this process open through this thread's vault: `keys.db` belongs to one connection, and what crosses to a projection's thread
 * must be plain data, such as the name of a channel. Callers still say who they are, and the vault decides by its table.
 */
export function serveVault(vault: Pick<Vault, 'open'>, { channel }: ChannelOptions): { close(): void } {
  const port = new BroadcastChannel(channel);
  async function reply({ ask, asker, items, caller }: Question): Promise<void> {
    let message: Answer;
    try {
      message = { answer: ask, asker, opened: await vault.open(items, caller) };
    } catch (error) {
      const known = error instanceof VaultError ? error : new VaultError('vault-unavailable', 'the vault failed');
      message = { answer: ask, asker, code: known.code, message: known.message };
    }
    if (!closed) port.postMessage(message);
  }
  let closed = false;
  port.onmessage = (event) => {
    const { data } = event as { readonly data: unknown };
    if (asks(data)) void reply(data);
  };
  port.unref();
  return {
    close: () => {
      closed = true;
      port.close();
    },
  };
}

let askers = 0;

/** The other end: a vault that opens, for the thread that calls this. A module for `vault` in `auditProjectionModules`. */
export function vaultOverChannel({ channel, timeoutMs = 10_000 }: ChannelOptions): Pick<Vault, 'open'> {
  const port = new BroadcastChannel(channel);
  const asker = `${threadId}.${(askers += 1)}`;
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  port.onmessage = (event) => {
    const { data } = event as { readonly data: unknown };
    if (answers(data) && data.asker === asker) waiting.get(data.answer)?.(data);
  };
  port.unref();
  return {
    open: (items, caller) =>
      new Promise((resolve, reject) => {
        const ask = (last += 1);
        const timer = setTimeout(() => {
          waiting.delete(ask);
          reject(new VaultError('vault-unavailable', `nobody answered for the vault within ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.set(ask, (answer) => {
          clearTimeout(timer);
          waiting.delete(ask);
          if ('opened' in answer) resolve(answer.opened);
          else reject(new VaultError(answer.code, answer.message));
        });
        port.postMessage({ ask, asker, items, caller } satisfies Question);
      }),
  };
}
