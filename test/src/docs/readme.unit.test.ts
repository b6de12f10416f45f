import { commandDefinition } from '@guitu/contracts';
import { readDocument, sectionOf } from './document.js';

const readme = readDocument('README.md');
const { scripts } = JSON.parse(readDocument('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

describe('the README', () => {
  test('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm (?:run )?((?:start|test|check)(?::[a-z]+)?)/gu)].map(([, name]) => name ?? '');
    expect(new Set(named)).toEqual(new Set(['start', 'start:distributed', 'test', 'check', 'test:long']));
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  test('shows bodies that the contract takes', () => {
    const posts = [...sectionOf(readme, 'requests').matchAll(/post (?:\$CASE\/)?([a-z-]+) '([^']+)'/gu)];
    expect(posts.map(([, name]) => name)).toEqual(['help-requested', 'eligibility-decided', 'admitted', 'ticket-issued', 'exit-completed', 'case-closed']);
    for (const [, name = '', body = ''] of posts) expect(commandDefinition(name).body.safeParse(JSON.parse(body))).toMatchObject({ success: true });
  });
});
