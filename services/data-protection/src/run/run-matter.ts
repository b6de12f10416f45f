import { Problem } from '@guitu/service-kit';
import type { Office } from '../dependencies.js';
import type { LedgerView } from '../matters/ledger-view.js';
import type { Approved } from '../matters/approved.js';
import { casesOfPersons } from '../persons/whole-person.js';
import { matterChannels } from './steps.js';
import { writeErased } from './write-erased.js';
import { writeRestriction } from './write-restriction.js';

const ATTEMPTS = 5;
const PAUSE_MS = 20;

/** Writes until nobody else was first. */
async function insist(office: Office, write: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await write()) return;
    await office.runtime.sleep(office.runtime.random() * PAUSE_MS * attempt);
  }
  throw Problem.of('lost-races', { headers: { 'Retry-After': '1' } });
}

async function append(office: Office, matter: Approved): Promise<void> {
  if (matter.kind === 'erasure') return insist(office, () => writeErased(office, matter));
  for (const { caseId } of await casesOfPersons(office, matter.persons)) await insist(office, () => writeRestriction(office, caseId, matter));
}

/**
 * Does what two humans have approved: destroys the keys, says so in the log, and notes in the ledger that the log says it. Every step may be done twice, so after
 * a crash the whole is done again from its beginning.
 */
export async function runMatter(office: Office, view: LedgerView, matter: Approved): Promise<void> {
  const { id } = matter;
  if (matter.kind === 'erasure') await matterChannels.destroy.tracePromise(() => office.desk.destroy(id), { matter: id });
  await matterChannels.append.tracePromise(() => append(office, matter), { matter: id });
  await matterChannels.done.tracePromise(() => office.desk.record({ entry: 'recorded', matter: id }), { matter: id });
  await view.refresh();
}
