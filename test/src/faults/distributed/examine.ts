import { join } from 'node:path';
import { decodeEvent } from '@guitu/contracts';
import { openEventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import type { StoredEvent } from '@guitu/event-store';
import { defaultLedger, systemRuntime } from '@guitu/service-kit';
import { openVault } from '@guitu/vault';
import type { Vault } from '@guitu/vault';
import { expectSoundLog, openEverything } from '../../support/invariants.js';
import { waitFor } from '../../support/wait-for.js';
import type { Journal } from '../agencies/journal.js';
import { expectKeptPromises } from '../afterwards/kept-promises.js';
import { expectContinues, expectWholeLog } from '../afterwards/log-rows.js';
import type { LogRow } from '../afterwards/log-rows.js';
import { onCopyOf } from '../afterwards/copy-of.js';
import { knownBefore } from './afterwards/known-before.js';
import { readLog, rowsOfLog } from './afterwards/log.js';
import { expectOrderKept } from './afterwards/on-topics.js';
import { expectRebuilt, notTaken, readServed, readTaken, servedIn } from './afterwards/served.js';
import type { BrokenHub } from './broken-hub.js';
import { readTopics } from './kafka/topic-records.js';

export interface Examined {
  readonly hub: BrokenHub;
  readonly journal: Journal;
  /** Where somebody wrote into streams past the hub: by stream the first revision of theirs. */
  readonly poisoned: ReadonlyMap<string, number>;
}

const PATIENCE_MS = 90_000;
/** For projections that open nothing. */
const noVault: Pick<Vault, 'open'> = { open: () => Promise.reject(new Error('nothing is opened while the vault is the service\'s own')) };

/** What agencies that go on writing have heard, held against the log: nothing that was acknowledged is lost, nothing stands there twice or half, every case is sound, and the log goes on where `earlier` ended. */
export async function examineLog({ hub, journal, poisoned }: Examined, earlier: readonly LogRow[] = []): Promise<{ readonly stored: readonly StoredEvent[]; readonly rows: readonly LogRow[] }> {
  const heard = knownBefore(journal);
  const stored = await readLog(hub.log);
  const rows = rowsOfLog(stored, poisoned);
  expectWholeLog(rows);
  expectContinues(earlier, rows);
  expectKeptPromises(heard(), rows);
  expectSoundLog(rows.map(({ bytes }) => decodeEvent(bytes)));
  return { stored, rows };
}

/** A second copy may be down. */
export const ofFirstCopies = ({ copy }: { readonly copy: string }): boolean => !copy.endsWith('-second');

/**
 * The whole examination of a hub that runs: the log; on the topics everything that stands in it, in its order; every projection of every copy of every service
 * takes what stands in it, and has the rows of a rebuild from exactly the events that it has taken. Reports, which open what is sealed, are left to the end.
 */
export async function examine(examined: Examined, earlier: readonly LogRow[] = []): Promise<{ readonly rows: readonly LogRow[]; readonly again: number }> {
  const { hub, poisoned } = examined;
  const { stored, rows } = await examineLog(examined, earlier);
  const feed = await openEventStoreDbFeed(hub.log);
  try {
    const makings = { vault: noVault, store: feed };
    let behind = '';
    const hasAll = (which: ReturnType<typeof servedIn>[number]): boolean => {
      const left = notTaken(readTaken(hub.directory, which), stored, makings);
      behind = `${which.copy} ${which.name}, ${left.length} events from ${left[0] ?? ''} on`;
      return left.length === 0;
    };
    await waitFor('every projection to take what stands in the log', () => servedIn(hub.directory).filter(ofFirstCopies).every(hasAll), PATIENCE_MS).catch((error: unknown) => {
      throw new Error(`still not taken: ${behind}`, { cause: error });
    });
    const served = servedIn(hub.directory).filter(({ name }) => name !== 'report').map((which) => readServed(hub.directory, which));
    // Nothing stands still but what somebody poisoned.
    for (const { copy, name, parked } of served) expect({ copy, name, parked: parked.filter((one) => !poisoned.has(one.split(' ', 1)[0] ?? '')) }).toEqual({ copy, name, parked: [] });
    await expectRebuilt(served, await readLog(hub.log), makings);
    return { rows, again: await examineTopics(hub, stored) };
  } finally {
    await feed.close();
  }
}

/** Everything of that log is on the topics, in its order. Answers how many records came again. */
async function examineTopics(hub: BrokenHub, before: readonly StoredEvent[]): Promise<number> {
  const due = new Set(before.filter(({ stream }) => stream !== 'hub').map(({ stream, revision }) => `${stream}#${revision}`));
  let found = { again: 0, missing: [] as readonly string[] };
  await waitFor('the log on the topics', async () => {
    const records = await readTopics(hub.broker.brokers, hub.topics);
    const log = (await readLog(hub.log)).map((event, position) => ({ ...event, position, says: {} }));
    found = expectOrderKept(records, log);
    return !found.missing.some((place) => due.has(place));
  }, PATIENCE_MS);
  return found.again;
}

/** The end, when no service runs and nobody writes: reports as well, and everything that is sealed opens. Answers how many sealed parts there were. */
export async function examineFiles({ hub, poisoned }: Examined): Promise<number> {
  const stored = await readLog(hub.log);
  const feed = await openEventStoreDbFeed(hub.log);
  try {
    return await onCopyOf(join(hub.directory, 'vault'), async (copy) => {
      const vault = await openVault({ directory: join(copy, 'keys'), realNow: systemRuntime.realNow, ledger: defaultLedger(copy) });
      try {
        await expectRebuilt(servedIn(hub.directory).map((which) => readServed(hub.directory, which)), stored, { vault, store: feed });
        return await openEverything(vault, rowsOfLog(stored, poisoned).map(({ bytes }) => decodeEvent(bytes)));
      } finally {
        await vault.close();
      }
    });
  } finally {
    await feed.close();
  }
}
