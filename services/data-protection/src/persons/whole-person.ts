import type { CaseState } from '@guitu/referral';
import { Problem, unlessLate } from '@guitu/service-kit';
import type { Office } from '../dependencies.js';
import type { SamePerson } from './linked.js';
import { personOfCase, samePerson } from './linked.js';

const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 5;

/** Waits until the projection has everything that the log had when this was called. False where it does not get there in time. */
export async function isCurrent({ store, status, runtime }: Pick<Office, 'store' | 'status' | 'runtime'>): Promise<boolean> {
  const head = await store.head();
  if (head === undefined) return true;
  for (const end = runtime.realNow() + PATIENCE_MS; ; await runtime.sleep(LOOK_AGAIN_MS)) {
    // Where the thread of the projections is gone, the next one answers.
    const states = await unlessLate(status(), Math.max(LOOK_AGAIN_MS, end - runtime.realNow()), runtime);
    const state = states?.find(({ name }) => name === 'persons');
    if (state?.position !== undefined && state.position >= head && !state.servesEarlierVersion) return true;
    if (runtime.realNow() >= end) return false;
  }
}

/** 503 where the projection does not get there: nobody is erased by what was true earlier. */
async function current(office: Office): Promise<void> {
  if (!(await isCurrent(office))) throw Problem.of('not-ready', { headers: { 'Retry-After': '5' } });
}

export interface WholePerson extends SamePerson {
  /** The cases as the log has them, in the same order. */
  readonly states: readonly CaseState[];
}

/** All ids and cases of one person, as of now. Rejects with 503 while they are not known. */
export async function wholePerson(office: Office, personIds: readonly string[]): Promise<WholePerson> {
  await current(office);
  const same = office.persons.read((db) => samePerson(db, personIds));
  const states = await Promise.all(same.cases.map(async ({ case_id }) => (await office.cases(case_id)).state));
  return { ...same, states };
}

/** The cases of these persons, as the log has them now; not those of others who are linked with them. */
export async function casesOfPersons(office: Office, personIds: readonly string[]): Promise<readonly CaseState[]> {
  const { cases, states } = await wholePerson(office, personIds);
  return states.filter((_state, place) => personIds.includes(cases[place]?.person_id ?? ''));
}

/** The person of a case, or the person of that id; undefined where there is none. */
export async function personAsked(office: Office, { caseId, personId }: { readonly caseId?: string | undefined; readonly personId?: string | undefined }): Promise<string | undefined> {
  await current(office);
  if (caseId !== undefined) return office.persons.read((db) => personOfCase(db, caseId));
  return personId !== undefined && office.persons.read((db) => samePerson(db, [personId]).cases.length > 0) ? personId : undefined;
}
