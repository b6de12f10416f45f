import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** One edition of GB/T 2260: code to name. The package prints `YYYYMM` editions from 200212 to 201607. */
export type Edition = Readonly<Record<string, string>>;

const { resolve } = createRequire(import.meta.url);

// Read and parsed here, not required, so that the nineteen editions do not stay in the module cache.
const readJson = (file: string): unknown => JSON.parse(readFileSync(resolve(`gb2260/lib/${file}.json`), 'utf8'));

/** Names of the editions that the package `gb2260` carries, oldest first. */
export function editionNames(): string[] {
  return (readJson('revisions') as string[]).toSorted();
}

export function readEdition(name: string): Edition {
  return readJson(name) as Edition;
}
