import type { NextTurn } from '../keys/group-writer.js';
import { toVaultError, VaultError } from '../vault-error.js';
import type { VaultAnswer } from './calls.js';
import { requestLimits } from './calls.js';
import type { EncodedCall } from './encode.js';

/** Sends calls in one request; an answer for each, in order. Rejects with `invalid-value` where the request was refused for what is in it. */
export type SendCalls = (calls: readonly EncodedCall[]) => Promise<readonly VaultAnswer[]>;

interface Waiting extends EncodedCall {
  /** Its company was refused for what one of them is. */
  readonly alone?: true;
  readonly settle: (answer: VaultAnswer) => void;
  readonly fail: (error: VaultError) => void;
}

// Bytes of UTF-8 are at most three times as many.
const mostText = requestLimits.bytes / 4;

/**
 * All calls of one turn of the event loop go in one request, and those that find every connection busy in the next one: a command makes three of them,
 * and a request costs more than a seal.
 */
export class GroupedCalls {
  #waiting: Waiting[] = [];
  #flying = 0;
  #scheduled = false;
  #closed = false;

  constructor(
    private readonly send: SendCalls,
    /** Requests under way at a time. */
    private readonly atOnce: number,
    private readonly nextTurn: NextTurn = setImmediate,
  ) {}

  ask(call: EncodedCall): Promise<VaultAnswer> {
    return new Promise((settle, fail) => {
      if (this.#closed) return fail(closed());
      this.#waiting.push({ ...call, settle, fail });
      if (this.#scheduled) return;
      this.#scheduled = true;
      this.nextTurn(() => {
        this.#scheduled = false;
        this.#flush();
      });
    });
  }

  close(): void {
    this.#closed = true;
    for (const call of this.#waiting.splice(0)) call.fail(closed());
  }

  #flush(): void {
    while (this.#flying < this.atOnce && this.#waiting.length > 0) void this.#fly(this.#next());
  }

  /** The calls that have waited longest, as many as one request takes. */
  #next(): readonly Waiting[] {
    let [count, items, length] = [0, 0, 0];
    for (const call of this.#waiting) {
      items += call.items;
      length += call.text.length;
      const fits = count < requestLimits.calls && items <= requestLimits.items && length <= mostText;
      if (count > 0 && (!fits || call.alone === true)) break;
      count += 1;
      if (call.alone === true) break;
    }
    return this.#waiting.splice(0, count);
  }

  async #fly(calls: readonly Waiting[]): Promise<void> {
    this.#flying += 1;
    try {
      const answers = await this.send(calls);
      calls.forEach((call, at) => {
        const answer = answers[at];
        if (answer === undefined) call.fail(new VaultError('vault-unavailable', 'the vault left a call unanswered'));
        else call.settle(answer);
      });
    } catch (error) {
      this.#failed(calls, toVaultError(error));
    } finally {
      this.#flying -= 1;
      this.#flush();
    }
  }

  #failed(calls: readonly Waiting[], error: VaultError): void {
    if (this.#closed) return calls.forEach((call) => call.fail(closed()));
    if (error.code === 'invalid-value' && calls.length > 1) this.#waiting.unshift(...calls.map((call) => ({ ...call, alone: true as const })));
    else calls.forEach((call) => call.fail(error));
    // A vault that left this request unanswered would let those behind it wait just as long.
    if (error.code === 'vault-unavailable') for (const call of this.#waiting.splice(0)) call.fail(error);
  }
}

const closed = (): VaultError => new VaultError('vault-closed', 'the vault was closed');
