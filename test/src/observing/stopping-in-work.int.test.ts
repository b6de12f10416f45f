import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readProjection } from '../faults/afterwards/projection-files.js';
import { draftThere, onBackups } from '../support/backups.js';
import { guitu } from '../support/guitu.js';
import { temporaryDirectory } from '../support/hub.js';
import { fetchToken } from '../support/token.js';
import { waitFor } from '../support/wait-for.js';
import type { MainProcess } from './hub-main.js';
import { startMain } from './hub-main.js';
import { stopModule, stopVariable, stopped } from './stop-order.js';
import type { StoppedWork } from './stop-order.js';

const found = { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person: { sex: '1', age: { from: 40, to: 50 } }, signs: { impairment: false, mobilityImpaired: false }, place: '火车站' };

/** One data directory, the hubs that run on it one after the other, and the cases that were acknowledged. */
class Runs {
  readonly #hubs: MainProcess[] = [];
  readonly cases: string[] = [];
  constructor(readonly directory: string) {}

  /** Starts the next hub, which will be stopped in that work, and has it acknowledge a case; those of before are there. */
  async start(work?: StoppedWork): Promise<MainProcess> {
    const hub = await startMain({ GUITU_LOG_LEVEL: 'warn', ...(work === undefined ? {} : { [stopVariable]: work }) }, { directory: this.directory, ...(work === undefined ? {} : { preload: stopModule }) });
    this.#hubs.push(hub);
    const authorization = `Bearer ${await fetchToken(hub.url('issuer'), 'police-baoji')}`;
    for (const caseId of this.cases) expect((await fetch(`${hub.url('police')}/cases/${caseId}`, { headers: { authorization } })).status).toBe(200);
    const opened = await fetch(`${hub.url('police')}/cases/found`, { method: 'POST', headers: { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify(found) });
    expect(opened.status).toBe(201);
    this.cases.push(((await opened.json()) as { readonly caseId: string }).caseId);
    return hub;
  }

  /** Gives the hub that work, in which it is stopped: it ends in order and in time, and says that the work was not done. */
  async stopIn(work: StoppedWork, words: readonly string[]): Promise<void> {
    const hub = await this.start(work);
    const ordered = guitu(this.directory, words);
    await waitFor('the signal', () => hub.log().includes(stopped), 30_000);
    const begun = performance.now();
    expect(await hub.ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect((await ordered).exit).toBe(1);
    expect(hub.log()).not.toMatch(/crash|Unhandled|"level":"fatal"/u);
  }

  async close(): Promise<void> {
    for (const hub of this.#hubs) await hub.remove();
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function onRuns(test: (runs: Runs) => Promise<void>): Promise<void> {
  const runs = new Runs(await temporaryDirectory());
  try {
    await test(runs);
  } finally {
    await runs.close();
  }
}

test('a hub that is stopped in a rebuild ends within ten seconds, and the next one has forgotten it: the file that served goes on, and has the rows of a rebuild', () => onRuns(async (runs) => {
  const files = (): readonly string[] => readdirSync(join(runs.directory, 'projections')).filter((name) => /^worklist\..*\.db$/u.test(name));
  await runs.stopIn('rebuild', ['rebuild', 'worklist']);
  expect(files()).toEqual(['worklist.v1.b1.db', 'worklist.v1.b2.db'].map((name) => expect.stringMatching(name.replace('v1', 'v\\d+'))));
  const hub = await runs.start();
  expect(files()).toEqual([expect.stringMatching(/^worklist\.v\d+\.b1\.db$/u)]);
  const rowsOf = () => readProjection(runs.directory, 'worklist');
  await waitFor('the rows of both cases', () => {
    const rows = JSON.stringify(rowsOf().rows);
    return runs.cases.length === 2 && runs.cases.every((caseId) => rows.includes(caseId));
  });
  const before = rowsOf();
  expect(await guitu(runs.directory, ['rebuild', 'worklist'])).toMatchObject({ exit: 0 });
  expect(rowsOf()).toEqual(before);
  hub.signal('SIGTERM');
  expect(await hub.ended).toBe(0);
}), 120_000);

test('a hub that is stopped in a backup ends within ten seconds, what it leaves is no backup, and the next one takes a whole one', () => onRuns((runs) => onBackups(runs.directory, async (place) => {
  for (const step of ['log', 'keys'] as const) {
    const cut = await place(`cut-in-${step}`);
    await runs.stopIn(step, cut.words());
    expect(cut.manifests()).toEqual([false, false]);
    expect(await cut.restore()).toMatchObject({ exit: 4 });
  }
  const hub = await runs.start();
  expect(draftThere(runs.directory)).toBe(false);
  const whole = await place('whole');
  expect(await guitu(runs.directory, whole.words())).toMatchObject({ exit: 0 });
  expect(whole.manifests()).toEqual([true, true]);
  hub.signal('SIGTERM');
  expect(await hub.ended).toBe(0);
  expect(await whole.restore()).toMatchObject({ exit: 0 });
})), 180_000);
