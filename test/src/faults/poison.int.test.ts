import { caseStream } from '@guitu/contracts';
import { immediate, openDatabase } from '@guitu/sqlite';
import { guitu } from '../support/guitu.js';
import { waitFor } from '../support/wait-for.js';
import { opening } from './agencies/moves.js';
import { logFileOf } from './afterwards/copy-of.js';
import { examine } from './afterwards/examine.js';
import { readProjection, untilServed } from './afterwards/projection-files.js';
import { expectSameAnswers } from './afterwards/same-answers.js';
import { poisons } from './hub/poisons.js';
import { onSite } from './on-site.js';

interface Row {
  readonly revision: number;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Writes one more event to the end of a stream, past the hub: what stands there, changed. Answers with its revision. */
function poison(directory: string, stream: string, id: string, change: (envelope: Record<string, unknown>) => { readonly type: string; readonly bytes: Uint8Array }): number {
  const db = openDatabase(logFileOf(directory), { durability: 'full' });
  try {
    return immediate(db, () => {
      const last = db.prepare<[string], Row>('select revision, type, bytes from events where stream = ? order by revision desc limit 1').get(stream);
      if (last === undefined) throw new Error(`there is no ${stream}`);
      const revision = last.revision + 1;
      const { type, bytes } = change({ ...(JSON.parse(Buffer.from(last.bytes).toString('utf8')) as Record<string, unknown>), id, revision });
      db.prepare('insert into events (stream, revision, id, type, category, bytes) values (?, ?, ?, ?, ?, ?)').run(stream, revision, id, type, 'case', bytes);
      db.prepare('update streams set revision = ? where stream = ?').run(revision, stream);
      return revision;
    });
  } finally {
    db.close();
  }
}

test.each(poisons)('an event $what stops its own case and is told; every other case goes on', ({ what, change, reason, answer }) => onSite(`poison: an event ${what}`, async ({ site, agencies, chance }) => {
  const hub = await site.start();
  await agencies.acknowledge(10);
  const { end } = await agencies.send(opening(chance, 'police-baoji'));
  if (end?.kind !== 'taken') throw new Error('no case');
  const { caseId } = end.body;
  const stream = caseStream(caseId);
  const before = agencies.journal.taken.length;
  const revision = poison(site.directory, stream, chance.uuid(), change);

  const parkedIn = (name: string): readonly string[] => readProjection(site.directory, name).parked;
  await waitFor('the worklist to set the case aside', () => parkedIn('worklist').length > 0, 30_000);
  expect(parkedIn('worklist')).toEqual([`${stream} ${revision} ${reason}`]);
  const metrics = await (await fetch(new URL('/metrics', hub.urls.station))).text();
  expect(metrics).toMatch(/parked_streams\{[^}]*projection="worklist"[^}]*\} 1\b/u);

  const listed = await guitu(site.directory, ['parked', 'list', '--json']);
  expect(listed.json<{ readonly parked: readonly object[] }>().parked).toContainEqual(expect.objectContaining({ projection: 'worklist', stream, reason }));

  const command = { by: 'police-baoji', name: 'note-added', body: { note: '仍在等候' }, caseId } as const;
  if (answer === undefined) expect((await agencies.send(command)).end?.kind).toBe('taken');
  else expect(await agencies.sender.send(hub.urls, { ...command, key: chance.uuid() })).toMatchObject({ kind: 'refused', status: 503, retryAfter: expect.any(Number) as number, body: { code: answer } });

  await agencies.acknowledge(20);
  expect(agencies.journal.taken.length).toBeGreaterThan(before);
  await agencies.finish();
  await untilServed(site.directory);
  await hub.kill();
  const next = await site.start();
  expect(parkedIn('worklist')).toEqual([`${stream} ${revision} ${reason}`]);
  await expectSameAnswers({ journal: agencies.journal, sender: agencies.sender, except: [caseId] }, next);
  await next.stop();
  await examine(site.directory, agencies.journal, [], { projections: 'served', poisoned: { stream, revision } });
}), 120_000);
