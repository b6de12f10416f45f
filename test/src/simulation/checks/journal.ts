import { commandId } from '@guitu/contracts';
import { idOf } from '@guitu/referral/testing';
import type { Who } from '@guitu/referral/testing';
import type { Answer } from '../hub/wire.js';
import type { Findings } from './findings.js';
import { alike } from './findings.js';
import type { LogWatcher } from './log-watcher.js';

export type Body = Readonly<Record<string, unknown>>;

/** A command as its sender knows it. */
export interface Operation {
  readonly who: Who;
  readonly name: string;
  /** Absent: it opens a case. */
  readonly caseId: string | undefined;
  readonly body: Body;
  readonly key: string;
  readonly supervisor: boolean;
  /** Revision that the sender has seen, where it says so. */
  readonly ifMatch: number | undefined;
}

interface Entry {
  readonly operation: Operation;
  readonly accepted: { readonly answer: Answer; readonly body: Body }[];
  /** Sendings of which nobody knows what became of them. */
  unknown: number;
  underWay: number;
}

export const commandOf = ({ who, name, caseId, key }: Operation): string =>
  commandId({ organisation: idOf(who), client: 'simulated', operation: caseId === undefined ? `open-${name}` : name, key });

const isAccepted = ({ status }: Answer): boolean => status === 200 || status === 201;

/** The part of an answer that a retry repeats; of what is written beside a case, the case's own revision is that of now (docs/known-gaps.md). */
function lasting({ status, headers, body }: Answer): unknown {
  const { revision, ...rest } = body;
  return 'streamRevision' in body ? { status, rest } : { status, etag: headers['etag'], revision, rest };
}

/** What the agencies sent and what the hub said to it: every answer is held against the log at once, and the whole once more at the end. */
export class Journal {
  readonly refusals = new Map<string, number>();
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly watcher: LogWatcher,
    private readonly findings: Findings,
  ) {}

  get accepted(): readonly { readonly operation: Operation; readonly answer: Answer; readonly body: Body }[] {
    return [...this.#entries.values()].flatMap(({ operation, accepted: [first] }) => (first === undefined ? [] : [{ operation, ...first }]));
  }

  #entry(operation: Operation): Entry {
    const id = commandOf(operation);
    const entry = this.#entries.get(id) ?? { operation, accepted: [], unknown: 0, underWay: 0 };
    this.#entries.set(id, entry);
    return entry;
  }

  sent(operation: Operation): void {
    this.#entry(operation).underWay += 1;
  }

  /** `undefined`: the hub died over it, or the request never got there. */
  ended(operation: Operation, body: Body, answer: Answer | undefined): void {
    const entry = this.#entry(operation);
    entry.underWay -= 1;
    if (answer === undefined || answer.status >= 500) entry.unknown += 1;
    if (answer === undefined) return;
    const { status } = answer;
    this.findings.must(status < 500 || status === 503, () => `${operation.name} by ${operation.who} was answered with ${status} ${JSON.stringify(answer.body)}`);
    if (isAccepted(answer)) this.#accept(entry, body, answer);
    else this.#refuse(entry, answer);
  }

  #refuse({ operation }: Entry, { status, body, headers }: Answer): void {
    const code = String(body['type']).replace('urn:guitu:problem:', '');
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    this.findings.must(status !== 412 || headers['etag'] !== `"${String(operation.ifMatch)}"`, () => `${operation.name} was refused as stale, and the tag is the one that was sent`);
  }

  #accept(entry: Entry, body: Body, answer: Answer): void {
    const { operation, accepted } = entry;
    const named = answer.body['events'] as readonly { readonly id: string; readonly type: string; readonly revision: number }[];
    const recorded = this.watcher.commands.get(commandOf(operation)) ?? [];
    const inLog = recorded.map(({ id, category, name, version, revision }) => ({ id, type: `guitu.${category}.${name}.v${version}`, revision }));
    this.findings.must(alike(named, inLog), () => `${operation.name} by ${operation.who} was answered with ${JSON.stringify(named)}, and the log has ${JSON.stringify(inLog)}`);
    const [first] = accepted;
    this.findings.must(first === undefined || alike(lasting(first.answer), lasting(answer)), () => `a retry of ${operation.name} was answered otherwise: ${JSON.stringify(lasting(first?.answer ?? answer))}, then ${JSON.stringify(lasting(answer))}`);
    this.findings.must(first === undefined || alike(first.body, body), () => `${operation.name} was accepted with two bodies under one key`);
    const toCase = recorded[0]?.category === 'case';
    const stale = first === undefined && operation.ifMatch !== undefined && toCase && recorded[0]?.revision !== operation.ifMatch + 1;
    this.findings.must(!stale, () => `${operation.name} named revision ${String(operation.ifMatch)} and came after others`);
    accepted.push({ answer, body });
  }

  /** When everybody is done: what was never accepted and whose every sending was answered is not in the log, and nothing is that nobody sent. */
  conclude(before: ReadonlySet<string>): void {
    for (const [id, { operation, accepted, unknown, underWay }] of this.#entries) {
      this.findings.must(underWay === 0, () => `${operation.name} was never answered`);
      if (accepted.length === 0 && unknown === 0) this.findings.must(!this.watcher.commands.has(id), () => `${operation.name} by ${operation.who} was refused and stands in the log`);
    }
    for (const [id, [event]] of this.watcher.commands) this.findings.must(before.has(id) || this.#entries.has(id), () => `nobody sent the command of ${event?.name ?? ''}`);
  }
}
