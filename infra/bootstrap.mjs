// `npm start`, `npm test` and `npm run check` all begin here, on a clone where nothing is installed yet. This file
// keeps to syntax and built-ins that any Node with ES modules can read, so that an old one gets a sentence, not a
// stack trace; everything else is behind the dynamic import.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace(/^>=/, '');

function isOlder(have, wanted) {
  const a = have.split('.').map(Number);
  const b = wanted.split('.').map(Number);
  for (let i = 0; i < 3; i += 1) if (a[i] !== b[i]) return a[i] < b[i];
  return false;
}

if (isOlder(process.versions.node, needed)) {
  console.error('guitu: Node ' + needed + ' or later is needed; this is ' + process.versions.node + ' (' + process.execPath + ').');
  process.exit(1);
}

import('./bootstrap/verbs.mjs').then(({ main }) => main(process.argv.slice(2)));
