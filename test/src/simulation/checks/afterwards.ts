import { commands } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import { isOpen, openHandover } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import { rowsOf } from '@guitu/event-bus/testing';
import { illegalOnReplay } from '@guitu/referral/testing';
import { openParts } from '../../support/invariants.js';
import type { SimulatedHub } from '../hub/hub.js';
import type { Log } from '../hub/log.js';
import type { ProjectionName } from '../hub/projections.js';
import { rowsOfLog } from '../hub/projections.js';
import type { Findings } from './findings.js';
import { alike } from './findings.js';
import { commandOf } from './journal.js';
import type { Journal } from './journal.js';
import type { LogWatcher } from './log-watcher.js';

export interface Aftermath {
  readonly hub: SimulatedHub;
  readonly log: Log;
  readonly watcher: LogWatcher;
  readonly journal: Journal;
  readonly findings: Findings;
  readonly projections: readonly ProjectionName[];
}

interface Item {
  readonly organisation: string;
  readonly list: string;
  readonly case_id: string;
  readonly ref: string;
}

/** Rows that followed the log through everything are those that the log makes by itself, and nothing stands parked. */
export async function projectionsAgree({ hub, log, findings, projections: names }: Aftermath): Promise<void> {
  const { projections, vault } = hub;
  if (projections === undefined || vault === undefined) throw new Error('the hub is down');
  const parked = await projections.listParked();
  findings.must(parked.length === 0, () => `parked: ${JSON.stringify(parked)}`);
  for (const name of names) {
    const followed = projections.reader(name).read(rowsOf);
    for (const [table, rows] of Object.entries(await rowsOfLog(name, log.store, vault))) {
      findings.must(alike(followed[table], rows), () => `projection ${name}, table ${table}: followed it has ${JSON.stringify(followed[table])}, it must have ${JSON.stringify(rows)}`);
    }
  }
}

/** Whatever is open is on the list of somebody who must act: nothing ends in silence. */
export function nothingInSilence({ hub, watcher, findings }: Aftermath): void {
  const reader = hub.projections?.reader('worklist');
  if (reader === undefined) throw new Error('the hub is down');
  const items = reader.read((db) => db.prepare<[], Item>('select organisation, list, case_id, ref from items').all());
  for (const state of watcher.cases.values()) {
    const own = items.filter(({ case_id }) => case_id === state.caseId);
    if (state.closed === undefined) openCase(state, own, findings);
    const waiting = [...Object.values(state.referrals).filter(isOpen).map(({ id }) => id), ...Object.values(state.requests).filter(({ status }) => status !== 'answered').map(({ id }) => id)];
    const offered = openHandover(state);
    for (const id of [...waiting, ...(offered === undefined ? [] : [offered.id])]) {
      // A referral waits on no list of its own while a handover that would fulfil it is offered.
      const about = own.filter(({ ref }) => ref === id || (offered?.referralId === id && ref === offered.id));
      findings.must(about.some(({ list }) => list === 'for-me'), () => `${id} of case ${state.caseId} is open and on nobody's list: ${JSON.stringify(own)}`);
    }
  }
}

function openCase({ caseId, custody, responsible }: CaseState, items: readonly Item[], findings: Findings): void {
  const held = custody?.custodian.kind === 'organisation' ? custody.custodian.organisation : undefined;
  const holders = items.filter(({ list }) => list === 'custody').map(({ organisation }) => organisation);
  findings.must(alike(holders, held === undefined ? [] : [held]), () => `case ${caseId} is held by ${String(held)} and on the lists of ${JSON.stringify(holders)}`);
  findings.must(items.some(({ organisation }) => organisation === responsible?.organisation), () => `${String(responsible?.organisation)} is responsible for case ${caseId} and has nothing on any list`);
}

/** Every event passes the rules again in its place, as for an auditor who has only the log. */
export function lawfulOnReplay({ watcher, findings }: Aftermath): void {
  for (const [name, events] of watcher.streams) {
    if (!name.startsWith('case-')) continue;
    const illegal = illegalOnReplay(events);
    findings.must(illegal === undefined, () => `${name} cannot be replayed: ${String(illegal)}`);
  }
}

/** What was sealed opens, and what was recorded is the body that was acknowledged. */
export async function sealedPartsOpen({ hub, watcher, journal, findings }: Aftermath): Promise<void> {
  const { vault } = hub;
  if (vault === undefined) throw new Error('the hub is down');
  const parts = await openParts(vault, watcher.events).catch((error: unknown) => String(error));
  findings.must(typeof parts !== 'string' && parts.every(({ ok }) => ok), () => `a sealed part does not open: ${JSON.stringify(parts)}`);
  for (const { operation, body } of journal.accepted) {
    const [event] = watcher.commands.get(commandOf(operation)) ?? [];
    const command = commands.get(operation.name);
    if (event === undefined || command === undefined) continue;
    const now = await vault.fingerprint(personOf(event, watcher), { ...command.body.parse(body), ...command.fixed });
    findings.must(now === event.fingerprint, () => `${operation.name} was accepted with one body and recorded with another`);
  }
}

const personOf = (event: AnyEvent, watcher: LogWatcher): string => (event.category === 'person' ? event.subject : watcher.sight(event.subject).personId);
