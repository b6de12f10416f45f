import { existsSync, readFileSync } from 'node:fs';
import { fileOf, readDocument, tableRows } from './document.js';

interface Guarantee {
  readonly file: string;
  /** The name in the words that a test run prints: those of `describe`, then those of the test. */
  readonly words: readonly string[];
}

function guaranteesOf(markdown: string): readonly Guarantee[] {
  return tableRows(markdown).flatMap((cells) => {
    const cell = cells.at(-1) ?? '';
    const [, file, name] = /^`((?:packages|services|test|infra)\/[^`]+)`: (.+)$/u.exec(cell) ?? [];
    return file === undefined || name === undefined ? [] : [{ file, words: name.split(' › ') }];
  });
}

/** What runs, so that a source which does not compile, or is no longer there, holds nothing. */
const compiledOf = (source: string): URL => fileOf(source.replace('/src/', '/dist/').replace(/\.ts$/u, '.js'));

/** Names that stand first in a call (`describe`, `test`, `test.each`), or as the promise of a case; what a template or `%s` fills in is `…`. */
function namesIn(code: string): readonly string[] {
  const literals = code.matchAll(/(?:\(|promise:)\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/gu);
  return [...literals].map(([, single, double, template]) => (single ?? double ?? template ?? '').replaceAll(/\\(.)/gu, '$1').replaceAll(/\$\{[^}]*\}|\$\w+|%[sdijp]/gu, '…'));
}

const guarantees = guaranteesOf(readDocument('docs/guarantees.md'));

describe('the guarantees', () => {
  test('are read from the table, every row of it', () => {
    const rows = tableRows(readDocument('docs/guarantees.md'));
    expect(guarantees.length).toBe(rows.length);
    expect(guarantees.length).toBeGreaterThan(40);
  });

  test.each(guarantees.map(({ file, words }) => [words.at(-1) ?? '', file, words] as const))('name a test that exists: %s', (_name, file, words) => {
    expect({ file, there: existsSync(fileOf(file)) && existsSync(compiledOf(file)) }).toEqual({ file, there: true });
    const names = namesIn(readFileSync(compiledOf(file), 'utf8'));
    for (const word of words) expect(names).toContain(word);
  });

  test('of the README are among them', () => {
    const readme = readDocument('README.md');
    const named = guaranteesOf(readme);
    expect(named.length).toBeGreaterThan(8);
    for (const guarantee of named) expect(guarantees).toContainEqual(guarantee);
  });
});
