import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { steps } from './steps.js';

const root = new URL('../../../../', import.meta.url);

/** Compiled modules of the project that make a tracing channel. */
function makersOfChannels(): readonly string[] {
  return ['packages', 'services'].flatMap((folder) =>
    readdirSync(new URL(folder, root)).flatMap((name) => {
      const dist = fileURLToPath(new URL(`${folder}/${name}/dist/`, root));
      if (!existsSync(dist)) return [];
      const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js') && !file.includes('.test.') && !file.includes('testing/'));
      return files.map((file) => `${dist}${file}`).filter((file) => /\btracingChannel\(/u.test(readFileSync(file, 'utf8')));
    }),
  );
}

test('every step that the hub names is one at which it is killed, and every step at which it is killed is named', () => {
  const makers = makersOfChannels();
  expect(makers.length).toBeGreaterThan(2);
  // Libraries name steps of their own; ours all begin alike.
  for (const file of makers) expect(readFileSync(file, 'utf8').match(/\btracingChannel\(\s*['"`](?!guitu\.)/u)).toBeNull();
  const child = fileURLToPath(new URL('./channels.child.js', import.meta.url));
  const names = execFileSync(process.execPath, [child, ...makers.map((file) => pathToFileURL(file).href)], { encoding: 'utf8' }).trim().split('\n').filter((name) => name.startsWith('guitu.'));
  expect([...new Set(names)].toSorted()).toEqual([...new Set(steps.map(({ channel }) => channel))].toSorted());
});
