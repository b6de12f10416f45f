import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exit } from './exit.js';
import { lookThrough } from './export-file.js';

let file: string;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'guitu-export-'));
  file = join(directory, 'cases.ndjson');
});
afterEach(() => rmSync(directory, { recursive: true }));

const page = '{"kind":"case","caseId":"a","case":{}}\n{"kind":"page","next":"there"}\n';

test.each([
  ['', { bytes: 0, cases: 0 }],
  ['{"ki', { bytes: 0, cases: 0 }],
  ['{"kind":"case","caseId":"a","ca', { bytes: 0, cases: 0 }],
  [`${page}{"kind":"case","caseId":"b`, { bytes: page.length, next: 'there', cases: 1 }],
])('an export that was cut off behind %j goes on behind its last whole page', async (text, from) => {
  writeFileSync(file, text);
  expect(await lookThrough(file)).toMatchObject({ ...from, complete: false });
});

test.each(['minutes of a meeting\nand more', '\n', '{"clients":[]}\n', '[1]\n', 'null\n', '7'])('a file that is no export, such as %j, is refused and not overwritten', async (text) => {
  writeFileSync(file, text);
  await expect(lookThrough(file)).rejects.toMatchObject({ exit: exit.refused });
});
