import { existsSync, readdirSync } from 'node:fs';
import { fileOf, readDocument } from './document.js';

/** What is installed, compiled, recorded or hidden has no documents of ours. */
const passedOver = /^(?:node_modules|dist|data|\..*)$/u;

/** Every Markdown file of the repository, by its path from the root. */
function documentsIn(folder: string): readonly string[] {
  return readdirSync(fileOf(folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return passedOver.test(entry.name) ? [] : documentsIn(`${folder}${entry.name}/`);
    return entry.name.endsWith('.md') ? [folder + entry.name] : [];
  });
}

const withoutCode = (markdown: string): string => markdown.replace(/^```.*?^```/gmsu, '');

/** The anchors that a forge makes of the headings: lower case, blanks to dashes, no other signs; a name that comes again is numbered. */
function anchorsOf(document: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...withoutCode(readDocument(document)).matchAll(/^#{1,6} (.+)$/gmu)].map(([, heading = '']) => heading.replaceAll(/\]\([^)]*\)/gu, ''));
  return new Set(headings.map((heading) => {
    const name = heading.trim().toLowerCase().replaceAll(/[^\p{L}\p{N}\-_ ]/gu, '').replaceAll(' ', '-');
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  }));
}

const links = documentsIn('').flatMap((document) => [...withoutCode(readDocument(document)).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link = '']) => ({ document, link }))).filter(({ link }) => !/^[a-z]+:/u.test(link));

test('every link of every document leads to a file that is there, and to a heading that it has', () => {
  expect(links.length).toBeGreaterThan(200);
  const astray = links.filter(({ document, link }) => {
    const [path = '', anchor] = link.split('#');
    const file = new URL(path, fileOf(document));
    const target = path === '' ? document : file.href.slice(fileOf('').href.length);
    return !existsSync(file) || (anchor !== undefined && !anchorsOf(target).has(anchor));
  });
  expect(astray).toEqual([]);
});
