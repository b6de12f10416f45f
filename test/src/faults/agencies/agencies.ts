import { setTimeout as after } from 'node:timers/promises';
import type { BaseUrls } from '@guitu/client';
import type { OrganisationId } from '../../support/register.js';
import type { Chance } from '../../support/seed.js';
import { waitFor } from '../../support/wait-for.js';
import type { HubProcess } from '../../support/hub-process.js';
import { Journal, lasting } from './journal.js';
import type { Entry } from './journal.js';
import { everybody, linking, movesOf, opening } from './moves.js';
import type { Move } from './moves.js';
import { Sender } from './sender.js';
import type { Answer } from './sender.js';

/** Cases that are worked on at the same time. */
const OPEN_CASES = 8;
const WRITERS = 6;
/** Milliseconds until somebody who got no answer, or was told to come again, does: a pause of the client that is played, on which no check depends. */
const PAUSE_MS = 20;

/** Where the agencies find the hub of the moment. */
export interface Workplace {
  /** The hub that runs; waits for one. Ends with undefined when the signal fires. */
  hub(signal: AbortSignal): Promise<Pick<HubProcess, 'urls' | 'gone'> | undefined>;
}

export interface AgenciesOptions {
  readonly site: Workplace;
  readonly chance: Chance;
  /** Every command twice at the same time; the answers must be equal. */
  readonly twice?: boolean;
}

/** Six organisations that do random, mostly legal things until told to stop, over as many hubs as it takes: a command that got no answer is sent again under its key. */
export class Agencies {
  readonly journal = new Journal();
  readonly sender = new Sender();
  readonly #options: AgenciesOptions;
  readonly #stopping = new AbortController();
  readonly #givingUp = new AbortController();
  #working: Promise<unknown> = Promise.resolve();
  /** Who opened each case, and so sees the whole of it. */
  readonly openers = new Map<string, OrganisationId>();
  #broken: Error | undefined;

  constructor(options: AgenciesOptions) {
    this.#options = options;
    this.#work(WRITERS, () => this.#write());
  }

  #work(hands: number, work: () => Promise<void>): void {
    const all = Promise.all(Array.from({ length: hands }, work)).catch((error: unknown) => {
      this.#broken ??= error instanceof Error ? error : new Error(String(error));
      this.#stopping.abort();
    });
    this.#working = Promise.all([this.#working, all]);
  }

  /** Resolves when so many commands more were acknowledged. */
  async acknowledge(more: number, limitMs = 60_000): Promise<void> {
    const enough = this.journal.taken.length + more;
    await waitFor(`${enough} acknowledged commands`, () => this.#broken !== undefined || this.journal.taken.length >= enough, limitMs);
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** Resolves when a hub has ended, or rejects when the agencies have. */
  async untilGone(gone: Promise<unknown>): Promise<void> {
    await Promise.race([gone, this.#working]);
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** Nobody begins anything new; resolves when every command that was begun has its answer. Needs a hub that runs. */
  async finish(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** For the end of a test that may have failed. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.#givingUp.abort();
    await this.#working;
    this.sender.close();
  }

  /** More work beside the random one, until that hub has ended: long lists of belongings, a megabyte for every thirty of them. */
  bulk(hub: HubProcess): void {
    const items = Array.from({ length: 100 }, () => ({ description: '旧衣物'.repeat(33) }));
    const one = async (): Promise<void> => {
      while (hub.alive() && !this.#stopping.signal.aborted) {
        const caseId = await this.#begin('police-baoji');
        for (let list = 0; list < 4 && caseId !== undefined && hub.alive(); list += 1) await this.send({ by: 'police-baoji', name: 'belongings-registered', body: { items }, caseId });
      }
    };
    this.#work(WRITERS, one);
  }

  /** Sends one command until it is answered for good. */
  async send(command: Move & { readonly caseId?: string }): Promise<Entry> {
    const { site, chance, twice = false } = this.#options;
    const entry = this.journal.begin({ ...command, key: chance.uuid() });
    while (entry.end === undefined) {
      const hub = await site.hub(this.#givingUp.signal);
      if (hub === undefined) break;
      const answers = await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => this.sender.send(hub.urls, entry.command)));
      for (const answer of answers) await this.#hear(entry, answer);
      if (answers.some(({ kind }) => kind === 'none')) await Promise.race([hub.gone, after(PAUSE_MS)]);
    }
    return entry;
  }

  async #hear(entry: Entry, answer: Answer): Promise<void> {
    if (answer.kind === 'none') entry.cutOff += 1;
    else if (answer.kind === 'taken') {
      // Of two at once the first may have been refused and the second, on what was true a moment later, not.
      if (entry.end?.kind === 'taken') expect(lasting(answer)).toEqual(lasting(entry.end));
      else entry.end = answer;
    } else if (answer.status === 503 || answer.body.code === 'lost-races') {
      if (answer.status === 503) entry.away.push(answer);
      await after(PAUSE_MS);
    } else {
      // 404 also where the kind of organisation has no such command; 409 is the rules' no.
      if (![403, 404, 409].includes(answer.status)) throw new Error(`${entry.command.name}: ${JSON.stringify(answer)}`);
      entry.end ??= answer;
    }
  }

  async #write(): Promise<void> {
    const { chance, site } = this.#options;
    while (!this.#stopping.signal.aborted) {
      const caseId = this.openers.size < OPEN_CASES ? undefined : chance.pick([...this.openers.keys()].slice(-OPEN_CASES));
      const hub = await site.hub(this.#stopping.signal);
      if (hub === undefined) return;
      const next = caseId === undefined ? undefined : await this.#nextMove(hub.urls, caseId);
      if (next === 'later') await Promise.race([hub.gone, after(PAUSE_MS)]);
      else if (next === undefined || caseId === undefined) await this.#begin();
      else await this.send({ ...next, caseId });
    }
  }

  /** Opens a case; answers with its id, unless everybody stops. */
  async #begin(by?: OrganisationId): Promise<string | undefined> {
    const move = opening(this.#options.chance, by);
    const { end } = await this.send(move);
    if (end?.kind !== 'taken') return undefined;
    this.openers.set(end.body.caseId, move.by);
    return end.body.caseId;
  }

  async #nextMove(urls: BaseUrls, caseId: string): Promise<Move | 'later' | undefined> {
    const { chance } = this.#options;
    const view = await this.sender.view(urls, this.openers.get(caseId) ?? 'police-baoji', caseId);
    if (view === undefined) return 'later';
    const moves = movesOf(view, chance);
    if (moves.length === 0) return undefined;
    const { responsible } = view;
    if (chance.percent(3) && responsible?.organisation === 'station-baoji') return linking('station-baoji', chance.pick([...this.openers.keys()]));
    const move = chance.pick(moves);
    // Now and then somebody does what is not theirs to do.
    return chance.percent(10) ? { ...move, by: chance.pick(everybody) } : move;
  }
}
