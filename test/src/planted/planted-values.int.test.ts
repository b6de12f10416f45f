import { agencyRoles } from '@guitu/contracts';
import { readAll } from '../support/secrets.js';
import { chanceOf } from '../support/seed.js';
import { startEmbedded } from './embedded.js';
import type { EmbeddedHub } from './embedded.js';
import { examine, leaks, untouched } from './examination.js';
import type { Examination } from './examination.js';
import { readExports } from './exits/export.js';
import { leaksIn, plainMarksIn } from './exits/files.js';
import { readOperator } from './exits/operator.js';

const long = process.env['GUITU_LONG'] === '1';
/** Hubs one after the other, each with as many lifecycles. */
const [HUBS, LIFECYCLES] = long ? [20, 50] : [1, 50];
const PATIENCE = long ? 3_600_000 : 900_000;
/** What no hub has planted or shown so far. */
let leftOut: readonly string[] | undefined;
const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

describe.each(Array.from({ length: HUBS }, (_, place) => place + 1))('values that are planted in every text field of random lifecycles, hub %i', (place) => {
  let embedded: EmbeddedHub;
  let examination: Examination;
  beforeAll(async () => {
    embedded = await startEmbedded();
    examination = await examine({ hub: embedded.hub, chance: chanceOf(`planted values, hub ${place}`), lifecycles: LIFECYCLES, thorough: long, complete: true });
    const { everybody, ledger, reading, taken, refused, decided } = examination;
    const exported = await readExports(reading, [...agencyRoles, 'audit' as const].flatMap((role) => everybody.callersOf(role).slice(0, 1)), embedded.hub.urls, embedded.directory);
    await readOperator({ ledger, reading, organisation: 'civil-baoji' }, embedded.directory, embedded.scratch);
    process.stderr.write(`${ledger.marks.size} marks in ${taken} commands (${refused} refused) on ${reading.cases.length} cases, of which ${decided} persons were erased or restricted, read by ${sum(reading.asked.values())} requests and ${exported} exported cases.\n`);
  }, PATIENCE);
  afterAll(() => embedded.remove());

  test('are shown by no service to anybody whom the access matrix does not give them', () => {
    expect(leaks(examination)).toEqual([]);
  });

  test('were planted in every text that a client can send, read on every route, and shown by every cell of the matrix', () => {
    const { reading, decided } = examination;
    // Chance may leave out one or the other in a single hub; the long run leaves out nothing.
    leftOut = leftOut === undefined ? untouched(examination) : untouched(examination).filter((one) => leftOut?.includes(one));
    expect(leftOut.length > (place === HUBS && HUBS > 1 ? 0 : 3) ? leftOut : []).toEqual([]);
    expect(reading.operations.filter(({ name, method }) => method === 'GET' && !reading.asked.has(name))).toEqual([]);
    expect(decided).toBeGreaterThan(0);
  });

  test('stand readable in no file, no backup, no log line and no trace', async () => {
    const { ledger } = examination;
    // While the hub runs, so that the write-ahead logs are among them, and after its end.
    const running = await readAll(embedded.directory);
    await embedded.stop();
    expect([...running.keys()].filter((file) => file.endsWith('log.db-wal'))).not.toEqual([]);
    for (const files of [running, await readAll(embedded.directory), await readAll(embedded.scratch)]) {
      expect(leaksIn('a file', files, ledger, true)).toEqual([]);
      // The search finds what is there.
      expect(plainMarksIn(files, ledger)).toBeGreaterThan(100);
    }
    const written = { 'the log lines': embedded.main.log(), 'the traces': embedded.collector.received() };
    for (const [what, text] of Object.entries(written)) {
      expect(text.length).toBeGreaterThan(100_000);
      expect(leaksIn(what, new Map([['', Buffer.from(text)]]), ledger, false)).toEqual([]);
    }
  }, 300_000);
});
