import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClientRegister, readClients, sampleServiceClients } from '@guitu/issuer';
import { fileOf } from '../docs/document.js';
import { readCompose } from './compose.js';

const { secrets } = readCompose();

describe('infra/compose/secrets.mjs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-secrets-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const make = () => spawnSync(process.execPath, [fileURLToPath(fileOf('infra/compose/secrets.mjs')), join(directory, 'made')], { encoding: 'utf8' });
  const read = (name: string): string => readFileSync(join(directory, 'made', name), 'utf8');

  test('makes the files that docker-compose.yml mounts, with clients that the issuer knows as it knows those of a sample', async () => {
    expect(make()).toMatchObject({ status: 0, stderr: '' });
    for (const { file } of Object.values(secrets)) expect(statSync(file.replace(/^secrets/u, join(directory, 'made'))).size).toBeGreaterThan(0);
    const clients = await readClients(join(directory, 'made', 'clients.json'));
    const register = createClientRegister(clients);
    for (const { id, secretHash: _hash, ...sample } of sampleServiceClients) expect(register.authenticate(id, read(id))).toMatchObject(sample);
    expect(statSync(join(directory, 'made')).mode & 0o077).toBe(0);
  });

  test('keeps what is there when it is run again', () => {
    const before = ['service-police', 'clients.json'].map(read);
    expect(make().status).toBe(0);
    expect(['service-police', 'clients.json'].map(read)).toEqual(before);
  });
});
