import type { CommandAnswer } from '@guitu/client';
import type { Answer, Command } from './sender.js';

export type Taken = Extract<Answer, { kind: 'taken' }>;
export type Refused = Extract<Answer, { kind: 'refused' }>;

/** A command to a stream beside the case is told the case's revision of now; everything else of an answer is the command's own. */
export const lasting = ({ status, etag, body }: Taken): object => {
  const { revision, ...rest }: CommandAnswer = body;
  return rest.streamRevision === undefined ? { status, etag, revision, ...rest } : { status, ...rest };
};

/** One command and what its sender has heard of it so far. */
export interface Entry {
  readonly command: Command;
  /** How often it was sent and no answer came. */
  cutOff: number;
  /** Answers of 503: come again. */
  readonly away: Refused[];
  /** Its end, for its sender: recorded, or refused by a rule. */
  end?: Taken | Refused;
}

/** What the agencies remember, outside of all hubs: everything that the log must agree with. */
export class Journal {
  readonly entries: Entry[] = [];

  begin(command: Command): Entry {
    const entry: Entry = { command, cutOff: 0, away: [] };
    this.entries.push(entry);
    return entry;
  }

  /** Commands that were acknowledged, with their answers. */
  get taken(): readonly { readonly command: Command; readonly answer: Taken }[] {
    return this.entries.flatMap(({ command, end }) => (end?.kind === 'taken' ? [{ command, answer: end }] : []));
  }

  /** Every answer of 503. */
  get away(): readonly Refused[] {
    return this.entries.flatMap(({ away }) => away);
  }

  get cutOff(): number {
    return this.entries.reduce((sum, entry) => sum + entry.cutOff, 0);
  }

  /** Refusals by code, for the report of a run. */
  refusals(): string {
    const codes = new Map<string, number>();
    for (const { end } of this.entries) if (end?.kind === 'refused') codes.set(end.body.code, (codes.get(end.body.code) ?? 0) + 1);
    return [...codes].map(([code, count]) => `${code} ${count}`).join(', ');
  }
}
