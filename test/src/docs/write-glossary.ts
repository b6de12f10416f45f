import { writeFileSync } from 'node:fs';
import { fileOf, readDocument, sectionOf } from './document.js';
import { glossaryTables } from './glossary-tables.js';

// Run after a change of the contract: node test/dist/docs/write-glossary.js
const path = 'docs/glossary.md';
let text = readDocument(path);
for (const [name, render] of Object.entries(glossaryTables)) {
  const begin = `<!-- ${name} -->\n`;
  text = text.replace(begin + sectionOf(text, name), () => begin + render());
}
writeFileSync(fileOf(path), text);
