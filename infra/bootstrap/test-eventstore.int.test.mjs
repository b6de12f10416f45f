import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bootstrap = fileURLToPath(new URL('../bootstrap.mjs', import.meta.url));

test('test:eventstore without a server to test on says so in one line, before anything is installed or built', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bootstrap, 'test:eventstore'], { encoding: 'utf8', env: { ...process.env, EVENTSTORE_URL: undefined } });
  expect(stderr).toMatch(/^guitu: EVENTSTORE_URL names no server to test on.*\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});
