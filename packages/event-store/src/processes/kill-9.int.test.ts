import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../index.js';
import { announceSeed, readAll, seededRandom } from '../testing/index.js';
import type { AppenderTask } from './appender.child.js';
import { EVENTS_PER_LINK, chainLink } from './chain.js';
import { killChildren, startChild } from './child-process.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-kill-'));
const file = join(folder, 'log.sqlite');
const streams = Array.from({ length: 6 }, (_, n) => `case-${n}`);
const rounds = process.env['GUITU_LONG'] === '1' ? 20 : 3;

afterEach(killChildren);
afterAll(() => rmSync(folder, { recursive: true }));

/** The first link of each stream that nobody has confirmed. */
type Progress = Record<string, number>;

/** Lets a process append until it has been acknowledged `acknowledgements` times, kills it, and returns how far it had been told it got. */
async function appendUntilKilled(start: Progress, acknowledgements: number): Promise<Progress> {
  const task: AppenderTask = { file, start };
  const child = startChild('./appender.child.js', task);
  await child.hasPrinted(acknowledgements);
  child.kill();
  expect(await child.exited).toMatchObject({ signal: 'SIGKILL', errors: '' });
  const reached = { ...start };
  for (const line of child.lines) {
    const [stream = '', link] = line.split(' ');
    expect(Number(link)).toBe(reached[stream]);
    reached[stream] = Number(link) + 1;
  }
  return reached;
}

it('after kill -9 no acknowledged append is lost, none is half there, and a retry doubles none', async () => {
  const random = seededRandom(announceSeed('kill -9'));
  let progress: Progress = Object.fromEntries(streams.map((stream) => [stream, 0]));
  for (let round = 1; round <= rounds; round += 1) {
    const moment = 1 + random.below(1_200);
    process.stderr.write(`kill -9, round ${round}: after ${moment} acknowledged appends\n`);
    const reached = await appendUntilKilled(progress, moment);
    progress = { ...reached };
    const store = await openSqliteStore({ file });
    for (const [stream, unacknowledged] of Object.entries(reached)) {
      const found = (await store.readStream(stream)).length / EVENTS_PER_LINK;
      // The one append that was under way may be there or not, but whole.
      expect([unacknowledged, unacknowledged + 1]).toContain(found);
      const { events, expected } = chainLink(stream, unacknowledged);
      expect(await store.append(stream, events, { expected })).toMatchObject({ ok: true, revision: (unacknowledged + 1) * EVENTS_PER_LINK - 1 });
      progress[stream] = unacknowledged + 1;
    }
    for (const [stream, links] of Object.entries(progress)) {
      const promised = Array.from({ length: links }, (_, link) => chainLink(stream, link).events).flat();
      const stored = await store.readStream(stream);
      expect(stored.map(({ id, revision, bytes }) => `${revision} ${id} ${String(bytes)}`)).toEqual(promised.map(({ id, bytes }, revision) => `${revision} ${id} ${String(Buffer.from(bytes))}`));
    }
    expect(await readAll(store)).toHaveLength(Object.values(progress).reduce((sum, links) => sum + links * EVENTS_PER_LINK, 0));
    await store.close();
  }
});
