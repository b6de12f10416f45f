import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { guitu } from '../support/guitu.js';
import { temporaryDirectory } from '../support/hub.js';

/** Each verb as one may type it, and how it ends where no hub runs. A restore needs none. */
const verbs: Readonly<Record<string, readonly (readonly [readonly string[], number])[]>> = {
  backup: [[['/nowhere/copy'], 3]],
  restore: [
    [['/nowhere/copy', '--keys', '/nowhere/keys', '--key', '/nowhere/key', '--to', '/nowhere/data'], 2],
    [['/nowhere/copy', '--keys', '/nowhere/keys', '--key', '/nowhere/key', '--to', '/nowhere/data', '--ledger', '/nowhere/ledger', '--without-ledger'], 2],
    [['/nowhere/copy', '--keys', '/nowhere/keys', '--key', '/nowhere/key', '--to', '/nowhere/data', '--ledger', '/nowhere/ledger'], 4],
  ],
  projections: [[[], 3]],
  rebuild: [[['worklist'], 3]],
  reindex: [[[], 3]],
  parked: [[['list'], 3], [['retry', 'worklist', 'case-1'], 3], [['skip', 'worklist', 'case-1', '--revision', '0', '--reason', 'x'], 3], [['skip', 'worklist', 'case-1', '--reason', 'x'], 2]],
  agency: [[['add', 'x', '--kind', 'station', '--name', '站', '--division', '610322'], 3], [['rotate', 'x', '--client', 'y'], 3], [['disable', 'x'], 3], [['disable', 'x', '--client', 'y'], 2], [['enable', 'x'], 3], [['enable', 'x', '--grace', '1h'], 2], [['list'], 3], [['list', '--kind', 'station'], 2], [['list', 'x'], 2]],
  disclose: [[['--as', 'x', '--case', 'y'], 3]],
  keys: [[['rotate'], 3], [['turn'], 2]],
  retention: [[['--dry-run'], 3], [[], 2]],
  export: [[['--as', 'x', '--issuer', 'http://127.0.0.1:9'], 3]],
};

let data: string;
beforeAll(async () => {
  data = join(await temporaryDirectory(), 'data');
});
afterAll(() => rm(join(data, '..'), { recursive: true }));

test('every verb that there is stands in the table', async () => {
  const { exit, said } = await guitu(data, ['--help']);
  expect(exit).toBe(0);
  expect([...said.matchAll(/^ {2}([a-z]+) /gmu)].map(([, verb]) => verb)).toEqual(Object.keys(verbs));
});

test('an answer that nobody reads any more ends it without a word', async () => {
  const { exit, noted } = await guitu(data, ['--help'], {}, { unread: true });
  expect([exit, noted]).toEqual([141, '']);
});

test('the data directory can be named on the command line', async () => {
  const { exit, noted } = await guitu(data, ['--data', '/nowhere/police', 'projections']);
  expect([exit, noted]).toEqual([3, 'guitu: No hub runs on /nowhere/police. Start it, or set GUITU_DATA to its data directory.\n']);
});

test.each([[['--data']], [['--data=/nowhere/police', 'projections']]])('%j names no directory, and is told how to', async (words) => {
  const { exit, noted } = await guitu(data, words);
  expect([exit, noted]).toEqual([2, 'guitu: --data takes a directory, and stands before the verb: guitu --data DIR <verb>.\n']);
});

describe.each(Object.entries(verbs))('guitu %s', (verb, typed) => {
  test('tells what it takes, refuses what it does not, and says in one line that no hub runs', async () => {
    const helped = await guitu(data, [verb, '--help']);
    expect([helped.exit, helped.said.startsWith(`guitu ${verb}`), helped.noted]).toEqual([0, true, '']);
    const wrong = await guitu(data, [verb, '--no-such-option']);
    expect([wrong.exit, wrong.noted.trim().split('\n').length]).toEqual([2, 1]);
    for (const [words, exit] of typed) {
      const ran = await guitu(data, [verb, ...words], { GUITU_CLIENT_SECRET: 'x' });
      expect([words, ran.exit, ran.said]).toEqual([words, exit, '']);
      expect(ran.noted).toMatch(/^guitu: .+\n$/u);
    }
  }, 60_000);
});

test('a setting that breaks its rule is wrong usage, in one line', async () => {
  const ran = await guitu(data, ['export', '--as', 'x'], { GUITU_PORT_BASE: 'x', GUITU_CLIENT_SECRET: 'x' });
  expect([ran.exit, ran.noted]).toEqual([2, expect.stringMatching(/^guitu: GUITU_PORT_BASE.+\n$/u)]);
  expect((await guitu(data, ['export', '--as', 'x', '--json'], { GUITU_CLIENT_SECRET: 'x' })).exit).toBe(2);
});

test('what nobody foresaw is one line too, and its place is shown to whoever asks for it', async () => {
  const words = ['export', '--as', 'x', '--out', join(data, '..'), '--resume'];
  const ran = await guitu(data, words);
  expect([ran.exit, ran.noted]).toEqual([1, expect.stringMatching(/^guitu: EISDIR.+\n$/u)]);
  expect((await guitu(data, words, { NODE_DEBUG: 'guitu' })).noted).toMatch(/EISDIR[^]+\n +(?:at |errno)/u);
});
