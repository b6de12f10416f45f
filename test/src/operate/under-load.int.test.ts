import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { openSqliteStore } from '@guitu/event-store';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { bigLog } from '../bench/log/big-log.js';
import { withPrograms } from '../bench/processes/programs.js';
import type { HubProgram } from '../bench/processes/programs.js';
import { readDocument, tableRows } from '../docs/document.js';
import { ageKeys } from '../support/age-keys.js';
import { foundBody } from '../support/episodes.js';
import { guitu } from '../support/guitu.js';
import { createDesks, temporaryDirectory } from '../support/hub.js';
import type { Desks } from '../support/hub.js';
import { able, unknownMan } from '../support/people.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';
import type { Taken, Writer } from '../support/writer.js';
import { meanwhile, tableOf } from './under-load/figures.js';
import type { Span } from './under-load/figures.js';
import { offline, runsAt } from './under-load/runs.js';
import type { Run } from './under-load/runs.js';

const LONG = process.env['GUITU_LONG'] === '1';
/** Cases in the log before, commands a second, how often a mere look is timed, and milliseconds without any verb. */
const [CASES, PER_SECOND, LOOKS, REST_MS] = LONG ? ([5_000, 100, 5, 20_000] as const) : ([40, 60, 1, 1_000] as const);

let scratch: string;
beforeAll(async () => (scratch = await temporaryDirectory()));
afterAll(() => rm(scratch, { recursive: true }));

/** Every verb of the command, with the word after it where there is one, as its own help names them. */
async function verbs(): Promise<readonly string[]> {
  const names = [...(await guitu(scratch, ['--help'])).said.matchAll(/^ {2}([a-z]+) /gmu)].map(([, name]) => name ?? '');
  const found: string[] = [];
  for (const name of names) found.push(...[...(await guitu(scratch, [name, '--help'])).said.matchAll(/^guitu ([a-z]+(?: [a-z]+)?)/gmu)].map(([, verb]) => verb ?? ''));
  return found;
}

/** A case with a referral that nobody answers. Answers with its id. */
async function waitingCase(desks: Desks): Promise<string> {
  const { caseId } = await desks.as('police-baoji').send('found', { body: foundBody(unknownMan('蓝布上衣'), able) });
  await desks.as('police-baoji').send('referral-sent', { caseId, body: { to: 'station-baoji', purpose: 'admission', reason: '请接收' } });
  return caseId;
}

/** Runs a verb as often as it is to be timed. Answers with when that was. */
async function timed({ verb, how = '', words, environment, exit, progress = [], looks, before }: Run, data: string): Promise<readonly Span[]> {
  const spans: Span[] = [];
  before?.();
  for (let times = looks === true ? LOOKS : 1; times > 0; times -= 1) {
    const from = performance.now();
    const ran = await guitu(data, words, environment);
    spans.push({ from, to: performance.now() });
    expect({ verb, how, exit: ran.exit, ...(ran.exit === exit ? {} : { noted: ran.noted }) }).toEqual({ verb, how, exit });
    for (const label of progress) {
      expect(ran.noted).toMatch(new RegExp(`^${label}: 100 % `, 'mu'));
      // Long work tells of itself before its end, too.
      if (LONG) expect(ran.noted).toMatch(new RegExp(`^${label}: \\d\\d? % `, 'mu'));
    }
  }
  return spans;
}

/** Whoever has taken somebody in has him on its list. */
async function expectEverybodySeen(taken: readonly Taken[], desks: Desks): Promise<void> {
  const held = taken.filter(({ answer }) => answer.events.some(({ type }) => type === 'guitu.case.handed-over.v1'));
  expect(held.length).toBeGreaterThan(0);
  for (const station of new Set(held.map(({ by }) => by))) {
    const listed = new Set((await desks.as(station).all('custody')).map(({ caseId }) => caseId));
    expect(held.filter(({ by, answer }) => by === station && !listed.has(answer.caseId))).toEqual([]);
  }
}

async function everyVerb(hub: HubProgram, desks: Desks, writer: Writer): Promise<void> {
  const caseIds = [await waitingCase(desks), await waitingCase(desks), await waitingCase(desks)] as const;
  const runs = runsAt({ data: hub.dataDirectory, scratch, urls: hub.urls, caseId: caseIds[0], broken: [`case-${caseIds[1]}`, `case-${caseIds[2]}`] });
  expect([...new Set(runs.map(({ verb }) => verb)), ...offline].toSorted()).toEqual((await verbs()).toSorted());
  const documented = tableRows(readDocument('docs/operating.md')).map(([code]) => code).filter((code) => /^\d+$/u.test(code ?? '')).map(Number);
  expect(documented).toEqual(expect.arrayContaining(runs.map(({ exit }) => exit)));

  await waitFor('agencies to write', () => writer.taken.length > PER_SECOND, 60_000);
  const rest = { from: performance.now(), to: performance.now() + REST_MS };
  await after(REST_MS);
  const spans = new Map<string, { readonly exit: string; readonly spans: readonly Span[] }>([['none', { exit: '', spans: [rest] }]]);
  for (const run of runs) spans.set(`\`${run.verb}\`${run.how === undefined ? '' : ` ${run.how}`}`, { exit: String(run.exit), spans: await timed(run, hub.dataDirectory) });
  await writer.stop();

  const rows = [...spans].map(([what, { exit, spans: ran }]) => [what, exit, meanwhile(writer.taken, ran)] as const);
  process.stderr.write(`every verb on a hub with ${CASES} cases, at ${PER_SECOND} commands/s; load of the machine ${loadavg()[0]?.toFixed(1) ?? '?'}\n${tableOf(rows)}\n`);
  // Commands went on beside each of them.
  expect(rows.filter(([, , { perSecond }]) => perSecond === 0)).toEqual([]);
}

test('every verb that a running hub knows does its work, or is refused as documented, while agencies write; commands go on, and nothing acknowledged is lost', async () => {
  const { directory, register } = await bigLog({ cases: CASES, data: scratch, scratch, say: (line) => process.stderr.write(`${line}\n`) });
  ageKeys(directory);
  const taken = await withPrograms(scratch, async (programs) => {
    const hub = await programs.hub(register, directory);
    await hub.settled();
    // Nobody sends again: whatever is not taken at once is a fault.
    const desks = createDesks(hub.urls, new Set(), { attempts: 1 });
    const writer = startWriter(desks, { perSecond: PER_SECOND, atOnce: 16 });
    try {
      await everyVerb(hub, desks, writer);
      await hub.settled();
      await expectEverybodySeen(writer.taken, desks);
      return writer.taken;
    } finally {
      await writer.stop();
      desks.close();
    }
  });
  const store = await openSqliteStore({ file: join(directory, 'log.db') });
  try {
    await expectNothingLost(taken, store);
  } finally {
    await store.close();
  }
}, LONG ? 1_800_000 : 600_000);
