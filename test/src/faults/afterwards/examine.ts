import { join } from 'node:path';
import { decodeEvent } from '@guitu/contracts';
import { defaultLedger, systemRuntime } from '@guitu/service-kit';
import { openVault } from '@guitu/vault';
import { expectSoundLog, openEverything } from '../../support/invariants.js';
import type { Journal } from '../agencies/journal.js';
import { onCopyOf } from './copy-of.js';
import { expectKeptPromises } from './kept-promises.js';
import { expectContinues, expectWholeLog, readLogRows } from './log-rows.js';
import type { LogRow } from './log-rows.js';
import { expectRebuildsEqual, untilServed } from './projection-files.js';

/** What was found in the files of a hub that does not run. */
export interface Findings {
  readonly rows: readonly LogRow[];
  /** Sealed parts of the log, each of which was opened. */
  readonly opened: number;
}

export interface ExamineOptions {
  /**
   * What is asked of the projections' files: the rows of a rebuild wherever each has got to, as after a kill; with `served`, each at the end of the log,
   * where nobody wrote after `untilServed`; nothing where they were harmed a moment ago and nobody has mended them yet.
   */
  readonly projections?: 'as far as they are' | 'served' | 'nothing';
  /** Where somebody wrote into a stream past the hub: what stands there from this revision on is left out, but of what projections make of it. */
  readonly poisoned?: { readonly stream: string; readonly revision: number };
}

/**
 * The examination after a fault, on the files alone: nothing that was acknowledged is lost or doubled, nothing is half done, every case is sound after
 * every command, everything sealed opens, projections are those of a rebuild, and the log goes on where `earlier` ended.
 */
export function examine(directory: string, journal: Journal, earlier: readonly LogRow[] = [], { projections = 'as far as they are', poisoned }: ExamineOptions = {}): Promise<Findings> {
  return onCopyOf(directory, async (copy) => {
    const all = readLogRows(copy, poisoned?.stream);
    const rows = all.filter(({ stream, revision }) => stream !== poisoned?.stream || revision < poisoned.revision);
    expectWholeLog(rows);
    expectContinues(earlier, rows);
    expectKeptPromises(journal, rows);
    const events = rows.map(({ bytes }) => decodeEvent(bytes));
    expectSoundLog(events);
    const vault = await openVault({ directory: join(copy, 'keys'), realNow: systemRuntime.realNow, ledger: defaultLedger(copy) });
    try {
      if (projections !== 'nothing') await expectRebuildsEqual(copy, all, vault, { served: projections === 'served' });
      return { rows, opened: await openEverything(vault, events) };
    } finally {
      await vault.close();
    }
  });
}

/** The examination at the end of a test, when nobody writes any more: the projections are to reach the end of the log before `end` stops or kills the hub that runs. */
export async function examineServed(directory: string, end: () => Promise<unknown>, journal: Journal, earlier: readonly LogRow[] = [], options: Pick<ExamineOptions, 'poisoned'> = {}): Promise<Findings> {
  await untilServed(directory);
  await end();
  return examine(directory, journal, earlier, { ...options, projections: 'served' });
}
