import { readDocument, sectionOf } from './document.js';
import { glossaryTables } from './glossary-tables.js';

const glossary = readDocument('docs/glossary.md');

describe('the glossary', () => {
  test.each(Object.keys(glossaryTables))('lists %s as the contract has them (else run: node test/dist/docs/write-glossary.js)', (name) => {
    expect(sectionOf(glossary, name)).toBe(glossaryTables[name]?.());
  });
});
