import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { staleOutputs } from './stale.mjs';

const packageWith = (...files) => {
  const folder = mkdtempSync(join(tmpdir(), 'guitu-stale-'));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  const stale = staleOutputs(folder).map((file) => relative(folder, file)).sort();
  rmSync(folder, { recursive: true });
  return stale;
};

describe('what a deleted source leaves in dist', () => {
  test('is found in every compiled form, in subfolders too', () => {
    expect(
      packageWith('src/kept.ts', 'dist/kept.js', 'dist/kept.d.ts', 'dist/a/gone.js', 'dist/a/gone.d.ts', 'dist/a/gone.js.map'),
    ).toEqual(['dist/a/gone.d.ts', 'dist/a/gone.js', 'dist/a/gone.js.map']);
  });

  test('does not include what the compiler keeps beside its output', () => {
    expect(packageWith('src/kept.ts', 'dist/.tsbuildinfo', 'dist/sample.json')).toEqual([]);
  });

  test('is everything, in a package that was merged away', () => {
    expect(packageWith('dist/index.js')).toEqual(['dist/index.js']);
  });

  test('is nothing before the first build', () => {
    expect(packageWith('src/kept.ts')).toEqual([]);
  });
});
