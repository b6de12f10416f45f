import { writeFileSync } from 'node:fs';
import { asyncApiText } from './asyncapi-text.js';
import { fileOf } from './document.js';

// `node test/dist/docs/write-asyncapi.js` brings docs/asyncapi.json up to date with the contract.
writeFileSync(fileOf('docs/asyncapi.json'), asyncApiText());
