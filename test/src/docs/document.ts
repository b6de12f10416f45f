import { readFileSync } from 'node:fs';

/** Root of the repository, seen from `test/dist/docs`. */
export const repository = new URL('../../../', import.meta.url);
export const fileOf = (path: string): URL => new URL(path, repository);
export const readDocument = (path: string): string => readFileSync(fileOf(path), 'utf8');

/** Cells of the rows of every table of a Markdown text, heading rows and rules left out. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  return lines.flatMap((line, index) => {
    const isRow = line.startsWith('|') && !/^\|[\s:|-]+\|$/u.test(line) && !/^\|[\s:|-]+\|$/u.test(lines[index + 1] ?? '');
    return isRow ? [line.split(/(?<!\\)\|/u).slice(1, -1).map((cell) => cell.trim())] : [];
  });
}

/** The text between `<!-- name -->` and `<!-- /name -->`. */
export function sectionOf(markdown: string, name: string): string {
  const begin = `<!-- ${name} -->\n`;
  const from = markdown.indexOf(begin);
  const to = markdown.indexOf(`<!-- /${name} -->`);
  if (from < 0 || to < from) throw new Error(`no section ${name}`);
  return markdown.slice(from + begin.length, to);
}
