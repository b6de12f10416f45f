import { localDateOf } from '@guitu/contracts';
import { isRestricted, isRestrictedTo } from '@guitu/referral';
import { errorFields } from '@guitu/service-kit';
import type { Office } from '../dependencies.js';
import type { Approved } from '../matters/approved.js';
import type { LedgerView } from '../matters/ledger-view.js';
import { recordedErased } from '../persons/linked.js';
import { casesOfPersons, wholePerson } from '../persons/whole-person.js';
import { runMatter } from './run-matter.js';

const LONGEST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 200;

/** Brings to its end what was approved, whatever happened in between. */
export interface Keeper {
  /** Something was left undone: look soon. */
  nudge(): void;
  close(): Promise<void>;
}

/** What was approved, each with the persons of whom it still holds. */
async function approvedSoFar(office: Office, view: LedgerView): Promise<readonly Approved[]> {
  await view.refresh();
  const approved = view.approved();
  if (approved.length > 0) await wholePerson(office, []); // The projection has all of the log.
  return approved.map((decided, place) => ({ ...decided, persons: stillDecided(decided, approved.slice(place + 1)) }));
}

/**
 * Approved, and the log does not say it: never brought to its end, or the log was restored from a backup of an earlier time. Restrictions whose last day is over
 * are left alone, and so is what a later decision has turned round.
 */
const isUndone = async (office: Office, matter: Approved): Promise<boolean> => matter.recordedAt === undefined || (await isLost(office, matter));

/** The persons of whom no later matter decides the opposite: one restricts, the other lifts that. */
function stillDecided({ kind, persons }: Approved, later: readonly Approved[]): readonly string[] {
  const opposite = kind === 'restriction' ? 'lifting' : kind === 'lifting' ? 'restriction' : undefined;
  const turned = new Set(later.filter((matter) => matter.kind === opposite).flatMap((matter) => matter.persons));
  return persons.filter((person) => !turned.has(person));
}

async function isLost(office: Office, { id, kind, persons, until }: Approved): Promise<boolean> {
  if (kind === 'erasure') return office.persons.read((db) => recordedErased(db, id)).length < persons.length;
  const now = new Date(office.runtime.businessNow()).toISOString();
  if (until !== undefined && until < localDateOf(now)) return false;
  const states = await casesOfPersons(office, persons);
  return kind === 'lifting' ? states.some((state) => isRestricted(state, now)) : states.some((state) => state.closed !== undefined && !isRestrictedTo(state, until, now));
}

/** The same office, in which nobody waits beyond the stop: for a projection that is behind, or whose thread does not answer. */
function untilStopped(office: Office, signal: AbortSignal): Office {
  const orStopped = <T>(work: Promise<T>): Promise<T> => new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('the process is stopping'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
  return { ...office, status: () => orStopped(office.status()), runtime: { ...office.runtime, sleep: (ms, given = signal) => orStopped(office.runtime.sleep(ms, given)) } };
}

/** Looks when it begins, and whenever it is nudged; what fails holds up nothing else, and is tried again, with pauses that grow to half a minute. */
export function startKeeper(shared: Office, view: LedgerView): Keeper {
  const stopping = new AbortController();
  const { runtime, logger } = shared;
  const office = untilStopped(shared, stopping.signal);
  let wanted = true;
  /** Looks in a row after which something was left. */
  let failures = 0;
  let wake: () => void = () => undefined;

  async function untilWanted(): Promise<void> {
    if (wanted || stopping.signal.aborted) return;
    await new Promise<void>((resolve) => (wake = resolve));
  }

  /** Answers how many could not be brought to their end. */
  async function look(): Promise<number> {
    let waiting = 0;
    for (const matter of await approvedSoFar(office, view)) {
      if (stopping.signal.aborted) break;
      try {
        if (!(await isUndone(office, matter))) continue;
        await runMatter(office, view, matter);
        logger.info('an approved matter was brought to its end', { operation: matter.kind });
      } catch (error) {
        waiting += 1;
        tell(error);
      }
    }
    return waiting;
  }

  function tell(error: unknown): void {
    if (!stopping.signal.aborted) logger.warn('an approved matter waits', { count: failures + 1, ...errorFields(error) });
  }

  async function run(): Promise<void> {
    for (;;) {
      await untilWanted();
      if (stopping.signal.aborted) return;
      wanted = false;
      const waiting = await look().catch((error: unknown) => {
        tell(error);
        return 1;
      });
      failures = waiting === 0 ? 0 : failures + 1;
      if (failures === 0 || stopping.signal.aborted) continue;
      wanted = true;
      await runtime.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10)), stopping.signal).catch(() => undefined);
    }
  }

  const running = run();
  return {
    nudge: () => {
      wanted = true;
      wake();
    },
    close: async () => {
      stopping.abort();
      wake();
      await running;
    },
  };
}
