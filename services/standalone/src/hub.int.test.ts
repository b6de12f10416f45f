import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError, loadRegister, sampleRegisterFile, systemRuntime } from '@guitu/service-kit';
import { startHub } from './hub.js';

test('a log without its keys is refused before anything is written; with them back it opens', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'guitu-hub-'));
  const register = await loadRegister(sampleRegisterFile);
  const config = { host: '127.0.0.1', portBase: 4_100, dataDirectory, logLevel: 'silent', issuer: 'http://issuer.test', ownIssuer: true, jwksUrl: '', sample: true } as const;
  const start = () => startHub({ config, register, runtime: systemRuntime, port: () => 0 });
  const first = await start();
  await first.close();

  const [keys, away] = [join(dataDirectory, 'keys'), join(dataDirectory, 'away')];
  await rename(keys, away);
  await expect(start()).rejects.toThrow(StartError);
  await expect(access(keys)).rejects.toThrow();

  // As a copy leaves it that found no room on the disk.
  await mkdir(keys);
  await writeFile(join(keys, 'keys.db'), '');
  await expect(start()).rejects.toThrow(StartError);
  expect(await readdir(keys)).toEqual(['keys.db']);
  await rm(keys, { recursive: true });

  await rename(away, keys);
  const again = await start();
  expect(again.hubId).toBe(first.hubId);
  await again.close();
  await rm(dataDirectory, { recursive: true });
});
