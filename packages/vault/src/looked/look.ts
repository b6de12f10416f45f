import type { Role, SealedClass } from '@guitu/contracts';
import type { Level, Purpose } from '../disclosure/table.js';

/** Who looked: the record of one answer in which something personal was opened. Ids, words of ours and times; never what was seen. */
export interface Look {
  /** Where it stands in the list: the looks behind it come `after` this. */
  readonly place: string;
  /** Real time at which it was recorded, UTC with milliseconds. */
  readonly at: string;
  /** The request that was answered, as it stands in the log lines of its service. */
  readonly answer: string;
  readonly operation: string;
  readonly organisation: string;
  readonly role: Role;
  readonly user?: string;
  readonly purpose: Purpose;
  readonly seen: readonly Seen[];
  /** Statistics opened for counting. Whose they were is not kept: nobody was shown. Absent where there were none. */
  readonly counted?: number;
}

export interface Seen {
  readonly personId: string;
  /** Absent where the data belong to the person and to no case. */
  readonly caseId?: string;
  /** Each class that was opened, and how far. Empty where an auditor looked at the looks at this person. */
  readonly classes: Readonly<Partial<Record<SealedClass, Exclude<Level, 'none'>>>>;
  /** What the organisation was to the case, in the words of the disclosure table: how it had access. */
  readonly access: readonly string[];
}

/** Which looks; all that are given must hold. */
export interface LooksQuery {
  /** Looks at any of these. */
  readonly persons?: readonly string[];
  readonly organisation?: string;
  /** One human of the organisation. */
  readonly user?: string;
  /** Only those that took breaking the glass. */
  readonly brokenGlass?: boolean;
  /** UTC instants: `from` inclusive, `to` exclusive. */
  readonly from?: string;
  readonly to?: string;
  /** `place` of the last look of the page before. */
  readonly after?: string;
  /** Most looks of a page. */
  readonly limit: number;
}

/** The newest first. */
export interface LooksPage {
  readonly looks: readonly Look[];
  /** Whether there are more behind them. */
  readonly more: boolean;
}
