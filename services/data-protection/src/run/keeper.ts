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

/**
 * Approved, and the log does not say it: never brought to its end, or the log was restored from a backup of an earlier time. Restrictions whose last day is over
 * are left alone, and so is what a later decision has turned round.
 */
async function undone(office: Office, view: LedgerView): Promise<readonly Approved[]> {
  await view.refresh();
  const approved = view.approved();
  if (approved.length === 0) return [];
  await wholePerson(office, []); // The projection has all of the log.
  const found: Approved[] = [];
  for (const [place, decided] of approved.entries()) {
    const matter = { ...decided, persons: stillDecided(decided, approved.slice(place + 1)) };
    if (matter.recordedAt === undefined || (await isLost(office, matter))) found.push(matter);
  }
  return found;
}

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

/** Looks when it begins, and whenever it is nudged; what fails is tried again, with pauses that grow to half a minute. */
export function startKeeper(office: Office, view: LedgerView): Keeper {
  const stopping = new AbortController();
  const { runtime, logger } = office;
  let wanted = true;
  let wake: () => void = () => undefined;

  async function untilWanted(): Promise<void> {
    if (wanted || stopping.signal.aborted) return;
    await new Promise<void>((resolve) => (wake = resolve));
  }

  async function run(): Promise<void> {
    for (let failures = 0; ; ) {
      await untilWanted();
      if (stopping.signal.aborted) return;
      wanted = false;
      try {
        for (const matter of await undone(office, view)) {
          if (stopping.signal.aborted) return;
          await runMatter(office, view, matter);
          logger.info('an approved matter was brought to its end', { operation: matter.kind });
        }
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        wanted = true;
        failures += 1;
        logger.warn('an approved matter waits', { count: failures, ...errorFields(error) });
        await runtime.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10)), stopping.signal).catch(() => undefined);
      }
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
