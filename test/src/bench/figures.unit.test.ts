import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError, parseOptions } from './options.js';
import { heaviest } from './report/heaviest.js';
import { aimAtManyCases, parseAim, verdictOn } from './report/aim.js';
import { baselineOf, readBaseline } from './report/baseline.js';
import { gate } from './report/gate.js';
import { describeMachine } from './report/machine.js';
import { publish } from './report/publish.js';
import { renderTable } from './report/table.js';
import { beside, inRounds } from './rounds.js';
import type { Figure } from './row.js';
import { growthOf, median, percentile } from './statistics.js';

const figure = (change: Partial<Figure>): Figure => ({ name: 'a', scale: null, value: 10, unit: 'commands/s', limit: 20, ratio: 0.5, aim: null, ...change });

describe('the figures of the bench', () => {
  test('take the middle, and the smallest value that the share does not exceed', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    const hundred = Array.from({ length: 100 }, (_, place) => 100 - place);
    expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
    expect(() => median([])).toThrow(RangeError);
  });

  test('grow by what lies between the first and the last of them, whatever a single one says', () => {
    const rising = Array.from({ length: 101 }, (_, place) => 500 + place / 2);
    expect(growthOf(rising)).toBeCloseTo(10);
    expect(growthOf(rising.toReversed())).toBeCloseTo(-100 / 11);
    expect(growthOf(rising.map((value, place) => (place === 3 || place === 97 ? 5_000 : value)))).toBeCloseTo(10, 0);
    expect(growthOf([500, 550])).toBeCloseTo(10);
    expect(growthOf([500, 500, 500])).toBe(0);
    expect(() => growthOf([500])).toThrow(RangeError);
  });

  test('drop the round that warms, run in turn, and take the ratio round by round', async () => {
    const order: string[] = [];
    const turn = (name: string, values: number[]) => async () => {
      order.push(name);
      return values.shift() ?? Number.NaN;
    };
    const { limit, subject } = await inRounds(3, { limit: turn('A', [1, 10, 20, 40]), subject: turn('B', [100, 9, 10, 30]) });
    expect(order.join('')).toBe('ABABABAB');
    expect(beside({ name: 'a', unit: 'ms' }, subject, limit)).toEqual(figure({ unit: 'ms', value: 10, limit: 20, ratio: 0.75 }));
  });

  test('meet an aim or miss it, by value or by ratio', () => {
    expect(verdictOn(figure({}))).toBe('none');
    expect(verdictOn(figure({ aim: 'ratio >= 0.50' }))).toBe('met');
    expect(verdictOn(figure({ aim: 'ratio <= 0.4' }))).toBe('missed');
    expect(verdictOn(figure({ aim: 'value < 10' }))).toBe('missed');
    expect(verdictOn(figure({ aim: 'ratio >= 0.1', ratio: null }))).toBe('missed');
    expect(() => parseAim('fast')).toThrow(RangeError);
  });

  test('are not held against an aim for a million cases where there were fewer', () => {
    const aimed = (cases: number) => figure({ aim: aimAtManyCases(cases, 'value < 600') });
    expect(verdictOn(aimed(1_000_000))).toBe('met');
    expect([verdictOn(aimed(999_999)), aimed(200_000).aim]).toEqual(['none', 'at 1,000,000 cases: value < 600']);
  });

  test('are not judged at all in a run that is too short to tell', () => {
    const line = (judged: boolean) => renderTable([figure({ aim: 'ratio >= 0.50' })], judged).split('\n')[2];
    expect(line(true)).toContain('| met |');
    expect(line(false)).not.toMatch(/met|missed/u);
    expect([parseOptions(['--quick'], []).quick, parseOptions([], []).quick]).toEqual([true, false]);
  });

  test('are refused by the gate where a ratio became 1.5 times worse, in the direction that is worse for its unit', () => {
    const before = baselineOf([figure({ name: 'rate' }), figure({ name: 'time', unit: 'ms' }), figure({ name: 'no ratio', ratio: null })], { kept: { ratio: 1, better: 'lower' } });
    expect(before).toEqual({ kept: { ratio: 1, better: 'lower' }, rate: { ratio: 0.5, better: 'higher' }, time: { ratio: 0.5, better: 'lower' } });
    const changed = (ratio: number) => gate([figure({ name: 'rate', ratio }), figure({ name: 'time', unit: 'ms', ratio }), figure({ name: 'new', ratio })], before, true).faults.map((line) => line.split(':')[0]);
    expect(changed(0.5)).toEqual([]);
    expect(changed(0.34)).toEqual([]);
    expect(changed(0.33)).toEqual(['rate']);
    expect(changed(0.76)).toEqual(['time']);
    expect(changed(Number.NaN)).toEqual(['rate', 'time']);
  });

  test('are compared at whatever scale they were measured, which the gate says', () => {
    const at = (scale: string, ratio: number) => figure({ name: 'rebuild', scale, ratio });
    const before = baselineOf([at('200,000 cases', 0.3), figure({})], {});
    expect(before).toEqual({ a: { ratio: 0.5, better: 'higher' }, rebuild: { ratio: 0.3, better: 'higher', scale: '200,000 cases' } });
    const counted = 'the gate compared 1 of the 2 ratios in the baseline';
    expect(gate([at('200,000 cases', 0.3)], before, true)).toEqual({ faults: [], notes: [counted] });
    expect(gate([at('1,000,000 cases', 0.3)], before, true)).toEqual({ faults: [], notes: [counted, 'rebuild (1,000,000 cases) was compared with a ratio at another scale: 200,000 cases'] });
    expect(gate([at('1,000,000 cases', 0.1)], before, true).faults).toEqual(['rebuild (1,000,000 cases): the ratio was 0.3 at 200,000 cases and is 0.100, 3.0 times worse']);
    expect(gate([figure({})], before, false).notes).toEqual([counted, expect.stringContaining('rounds as short as these')]);
  });

  test('are named by the gate where the baseline does not know their ratio, and fail it where it knows none', () => {
    const before = baselineOf([figure({})], {});
    expect(gate([figure({}), figure({ name: 'b' }), figure({ name: 'c' }), figure({ name: 'd', ratio: null })], before, true)).toEqual({
      faults: [],
      notes: ['the gate compared 1 of the 1 ratios in the baseline', 'not in the baseline, and not compared: b; c'],
    });
    for (const figures of [[], [figure({ ratio: null })], [figure({ name: 'b' })]]) expect(gate(figures, before, true).faults).toEqual([expect.stringContaining('the gate compared nothing')]);
  });

  test('have names in the stored baseline that hold at any scale, those on a big log with theirs', async () => {
    const baseline = (await readBaseline()) ?? {};
    const names = Object.keys(baseline);
    expect(names.filter((name) => /\d,\d{3}|\d (?:cases|events)/u.test(name))).toEqual([]);
    expect(names.filter((name) => /^(?:rebuild|timeline|history|relay|worklist)/u.test(name) && baseline[name]?.scale === undefined)).toEqual([]);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^views of cases, recorded/u), expect.stringMatching(/^a view before each command, recorded/u)]));
  });

  test('never leave without the machine: before the table, beside a file, on standard error where standard output has JSON', async () => {
    const written = { out: '', err: '' };
    const streams = { judged: true, out: (text: string) => void (written.out += text), err: (text: string) => void (written.err += text) };
    const machine = describeMachine(0);
    const told = [`Node ${process.version}`, machine.fsync, machine.payload];
    const entries = [{ name: 'a (500 cases)', value: 10, unit: 'commands/s', limit: 20, ratio: 0.5, aim: null }];

    await publish({ ...streams, json: '' }, [figure({ scale: '500 cases' })], machine);
    expect(JSON.parse(written.out)).toEqual(entries);
    for (const text of told) expect(written.err).toContain(text);

    written.out = '';
    await publish({ ...streams, json: undefined }, [figure({ scale: '500 cases' })], machine);
    for (const text of [...told, '| a (500 cases) |']) expect(written.out).toContain(text);

    const directory = await mkdtemp(join(tmpdir(), 'guitu-bench-'));
    try {
      const file = join(directory, 'figures.json');
      await publish({ ...streams, json: file }, [figure({ scale: '500 cases' })], machine);
      expect([JSON.parse(await readFile(file, 'utf8')), JSON.parse(await readFile(`${file}.machine.json`, 'utf8'))]).toEqual([entries, machine]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('stand in a table of equal width', () => {
    const lines = renderTable([figure({ value: 12_345.6, aim: 'ratio >= 0.45' }), figure({ name: 'longer', limit: null, ratio: null })], true).trimEnd().split('\n');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[2]).toContain('| 12,346 | commands/s |  20.0 |  0.50 | ratio >= 0.45 | met |');
  });
});

describe('the command line of the bench', () => {
  test('takes --json alone and before a file', () => {
    const json = (...words: string[]) => parseOptions(words, ['full']).json;
    expect([json(), json('--json'), json('--json', '--quick'), json('--json', 'a.json'), json('--json=a.json', '--quick')]).toEqual([undefined, '', '', 'a.json', 'a.json']);
  });

  test('refuses rows, numbers and words that it does not know', () => {
    expect(parseOptions(['--only', 'full,one', '--rounds', '3'], ['full', 'one'])).toMatchObject({ only: ['full', 'one'], rounds: 3, cases: 200_000 });
    for (const words of [['--only', 'none'], ['--rounds', '0'], ['--fast'], ['more']]) expect(() => parseOptions(words, ['full'])).toThrow(UsageError);
  });
});

test('a profile is listed by own time, without what was idle', () => {
  const frame = (id: number, functionName: string, url = '', lineNumber = -1) => ({ id, callFrame: { functionName, url, lineNumber } });
  const nodes = [frame(1, '(idle)'), frame(2, 'fold', 'file:///a/referral/dist/fold.js', 9), frame(3, '(garbage collector)'), frame(4, 'fold', 'file:///a/referral/dist/fold.js', 9)];
  expect(heaviest({ nodes, samples: [1, 2, 3, 4], timeDeltas: [9_000, 500, 1_000, 2_500] })).toEqual({
    busyMs: 4,
    functions: [{ name: 'fold', place: 'dist/fold.js:10', share: 0.75 }, { name: '(garbage collector)', place: '', share: 0.25 }],
  });
});
