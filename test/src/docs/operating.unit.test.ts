import { readFileSync, readdirSync } from 'node:fs';
import { fileOf, readDocument, tableRows } from './document.js';

const operating = readDocument('docs/operating.md');
const rows = tableRows(operating);
const unquoted = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');

const sourcesUnder = (folder: string): readonly string[] =>
  readdirSync(fileOf(`${folder}/`)).flatMap((name) =>
    readdirSync(fileOf(`${folder}/${name}/src/`), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(?:^|\/)testing\//u.test(file))
      .map((file) => readFileSync(fileOf(`${folder}/${name}/src/${file}`), 'utf8')),
  );

describe('the operating manual', () => {
  test('lists every setting of the services with its default, and no other', () => {
    const sources = readDocument('packages/service-kit/src/config.ts') + readDocument('packages/service-kit/src/process/settings.ts');
    const settings = Object.fromEntries([...sources.matchAll(/^ {2}([A-Z]+_[A-Z_]+): setting\('([^']*)'/gmu)].map(([, name, fallback]) => [name, fallback]));
    const listed = Object.fromEntries(rows.filter(([name]) => /^`[A-Z]+_[A-Z_]*[A-Z]`$/u.test(name ?? '')).map(([name, fallback]) => [unquoted(name), unquoted(fallback)]));
    expect(Object.keys(settings).length).toBeGreaterThan(15);
    expect(listed).toEqual(settings);
  });

  test('explains every line with which a start can fail, in its own words', () => {
    const sources = [...sourcesUnder('packages'), ...sourcesUnder('services')].join('\n');
    const begins = rows.flatMap(([cell]) => [...(cell ?? '').matchAll(/`([^`]+)`/gu)].map(([, begin]) => begin ?? ''));
    const refusals = [...sources.matchAll(/new StartError\(\s*[`'](?<text>[^`'$]*)/gu)].map(({ groups }) => groups?.['text'] ?? '');
    expect(refusals.length).toBeGreaterThan(10);
    // A text that begins with a value is one of a setting.
    const unexplained = refusals.filter((text) => text !== '' && !begins.some((begin) => begin !== '' && text.startsWith(begin)));
    expect(unexplained).toEqual([]);
    // The vault says the same of both of its files.
    const says = (begin: string): boolean => [begin, begin.replace(/\b(?:keys|looked)\.db\b/u, '${file}'), begin.replace('looked.db', '${lookFileName}')].some((text) => sources.includes(text));
    for (const begin of ['This event store has format', "The event store's file is damaged", 'The event store cannot be used', 'keys.db has lost', 'a key in keys.db cannot be unwrapped', 'this version reads keys.db of format', 'keys.db was made with another master key', 'keys.db is there, but master.key is not', 'master.key may be read by its owner only', 'keys.db is damaged', 'keys.db cannot be used now', 'looked.db is damaged', 'looked.db cannot be used now', 'this version reads looked.db of format', 'Another hub is running on this data directory']) {
      expect({ begin, explained: begins.includes(begin), said: says(begin) }).toEqual({ begin, explained: true, said: true });
    }
  });
});
