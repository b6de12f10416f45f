import { readFileSync } from 'node:fs';
import { Fault } from './fault.js';

const beside = (file: string): string => readFileSync(new URL(`../../../../src/fakes/eventstoredb/${file}`, import.meta.url), 'utf8');
const names = Fault.options.flatMap((option) => ('fails' in option.shape ? option.shape.fails.options : [option.shape.kind.value]));

it.each(names)('%s is in the table of README.md, and tried on the client', (name) => {
  expect(beside('README.md')).toMatch(new RegExp(`^\\|.*\`${name}\``, 'm'));
  expect(beside('faults.int.test.ts')).toContain(`('${name}: `);
});
