import { decodeEvent } from '@guitu/contracts';
import type { AnyEvent, SealedBlob } from '@guitu/contracts';
import type { StoredEvent } from '@guitu/event-store';
import { emptyCase, foldCase } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import { flawsOf, sampleRegister } from '@guitu/referral/testing';
import type { Findings } from './findings.js';

/** Sees every append as it reaches the disk, and holds it against what must be true of every case at every time. */
export class LogWatcher {
  readonly events: AnyEvent[] = [];
  readonly streams = new Map<string, AnyEvent[]>();
  /** Each case as it is now, in the order of opening. */
  readonly cases = new Map<string, CaseState>();
  /** Events of each command, in the order of the log. */
  readonly commands = new Map<string, readonly AnyEvent[]>();
  readonly #ids = new Set<string>();
  readonly #nonces = new Set<string>();

  constructor(private readonly findings: Findings) {}

  stream(name: string): readonly AnyEvent[] {
    return this.streams.get(name) ?? [];
  }

  /** The case, some events ago when `missing` says so; an empty one when there is none. */
  sight(caseId: string | undefined, missing = 0): CaseState {
    if (caseId === undefined) return emptyCase('');
    const stream = this.stream(`case-${caseId}`);
    return missing === 0 || stream.length <= missing ? (this.cases.get(caseId) ?? emptyCase('')) : foldCase(stream.slice(0, stream.length - missing));
  }

  take(name: string, added: readonly StoredEvent[]): void {
    const stream = this.streams.get(name) ?? [];
    this.streams.set(name, stream);
    const events = added.map(({ bytes }) => decodeEvent(bytes));
    for (const [index, event] of events.entries()) {
      const { id, revision } = event;
      this.findings.must(revision === stream.length, () => `${name} has ${event.name} of revision ${revision} in place ${stream.length}`);
      this.findings.must(added[index]?.revision === stream.length, () => `${name} counts ${event.name} wrongly`);
      this.findings.must(!this.#ids.has(id), () => `event ${id} stands in the log twice`);
      this.#ids.add(id);
      stream.push(event);
      this.events.push(event);
      for (const blob of Object.values(event.sealed)) this.#seal(blob);
    }
    this.#oneCommand(name, events);
    if (name.startsWith('case-')) this.#soundCase(name, stream);
  }

  #seal({ kid, nonce }: SealedBlob): void {
    this.findings.must(!this.#nonces.has(`${kid} ${nonce}`), () => `a nonce was used twice under ${kid}`);
    this.#nonces.add(`${kid} ${nonce}`);
  }

  /** What is appended together is one command, the whole of it, and never again. */
  #oneCommand(name: string, events: readonly AnyEvent[]): void {
    const [first] = events;
    if (first === undefined) return;
    const { causationId } = first;
    this.findings.must(events.every((event) => event.causationId === causationId), () => `an append to ${name} holds events of two commands`);
    this.findings.must(!this.commands.has(causationId), () => `command ${causationId} (${first.name}) has had its effect twice`);
    this.commands.set(causationId, events);
  }

  #soundCase(name: string, stream: readonly AnyEvent[]): void {
    const state = foldCase(stream);
    this.cases.set(name.slice('case-'.length), state);
    const [flaw] = flawsOf(state, sampleRegister);
    this.findings.must(flaw === undefined, () => `${name} after ${stream.at(-1)?.name ?? ''}: ${flaw ?? ''}`);
  }
}
