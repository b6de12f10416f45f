import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./local.mjs', import.meta.url));

/** Runs `kafka:local` on a machine that has no more than what is given: its exit code, and what it says. */
function onMachine({ java }) {
  const machine = mkdtempSync(join(tmpdir(), 'guitu-machine-'));
  mkdirSync(join(machine, 'bin'));
  if (java !== undefined) writeFileSync(join(machine, 'bin/java'), `#!/bin/sh\necho 'openjdk version "${java}"' >&2\n`, { mode: 0o755 });
  for (const tool of ['echo', 'sh']) symlinkSync(`/bin/${tool}`, join(machine, 'bin', tool));
  const { status, stderr } = spawnSync(process.execPath, [script, '--port', '0', '--data', join(machine, 'data')], {
    encoding: 'utf8',
    env: { PATH: join(machine, 'bin'), HOME: machine, XDG_CACHE_HOME: machine },
  });
  rmSync(machine, { recursive: true });
  return { status, said: stderr };
}

describe('a machine that cannot start a Kafka broker is told so in one line', () => {
  test.each([
    ['without Java', {}, /^guitu: a Kafka broker needs Java 17 or later, and java was not found\.\n$/],
    ['with an old Java', { java: '1.8.0_402' }, /^guitu: a Kafka broker needs Java 17 or later; java is 1\.8\.0_402\.\n$/],
    ['without Maven', { java: '17.0.15' }, /^guitu: Maven fetches the Kafka broker the first time, and mvn was not found\.\n$/],
  ])('%s', (_name, machine, line) => {
    const { status, said } = onMachine(machine);
    expect(said).toMatch(line);
    expect(status).toBe(1);
  });
});
