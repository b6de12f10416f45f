import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@guitu/client';
import type { Client } from '@guitu/client';
import { caseStream, decodeEvent } from '@guitu/contracts';
import type { RegisterData } from '@guitu/contracts';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import type { Hub } from '@guitu/standalone';
import { fileOf, readDocument, sectionOf } from '../docs/document.js';
import { freePortBase } from '../support/free-ports.js';
import { temporaryDirectory, testConfig } from '../support/hub.js';
import { installPacked, link, run } from './install.js';

const [, example = ''] = /```ts\n([\s\S]*?)```/u.exec(sectionOf(readDocument('packages/client/README.md'), 'example')) ?? [];
const root = fileURLToPath(fileOf('.'));
/** The example is of the sample, as whoever tries it has it after `npm start`. */
const register = JSON.parse(readDocument('infra/sample/organisations.json')) as RegisterData;
const hospital = 'hospital-baoji-general';
let project: string;
let portBase: number;
let hub: Hub;
const clients: Client[] = [];
const as = (clientId: string): Client => {
  const client = createClient({ baseUrls: hub.urls, clientId, clientSecret: sampleSecret(clientId) });
  clients.push(client);
  return client;
};

beforeAll(async () => {
  project = await temporaryDirectory();
  portBase = await freePortBase();
  const issuer = `http://127.0.0.1:${portBase}`;
  hub = await startHub({ config: { ...testConfig(join(project, 'data')), portBase, issuer, jwksUrl: `${issuer}/.well-known/jwks.json` }, register, runtime: systemRuntime });
}, 120_000);
afterAll(async () => {
  for (const client of clients) client.close();
  await hub.close();
  await rm(project, { recursive: true });
});

/** A man whom the police found hurt and the hospital took in. */
async function manInHospital(): Promise<string> {
  const police = as('police-baoji');
  const { caseId } = await police.command('police', 'found', {
    body: { disposition: 'taken-along', reportedBy: 'public', division: '610302', person: { sex: '1', age: { from: 50, to: 60 } }, signs: { impairment: false, mobilityImpaired: false } },
  });
  const { ids } = await police.command('police', 'referral-sent', { caseId, body: { to: hospital, purpose: 'medical', urgency: 'emergency' } });
  await as(hospital).command('hospital', 'handed-over', { caseId, body: { to: { kind: 'organisation', organisation: hospital }, referralId: ids['referralId'] ?? '', attestation: 'receiver-only', signedBy: '急诊科' } });
  return caseId;
}

const runExample = (caseId: string, secret: string) =>
  run(process.execPath, ['main.js', 'http://127.0.0.1', caseId, secret], { cwd: project, env: { GUITU_PORT_BASE: String(portBase) } }).catch((error: { code: number; stderr: string }) => error);

describe('the client, as it is published', () => {
  test('installs outside the workspace with what it declares, compiles under strict, and posts a screening result in twenty lines', async () => {
    const manifests = [await installPacked('contracts', project), await installPacked('client', project)];
    expect(manifests.map(({ name, private: kept, dependencies = {} }) => [name, kept, Object.values(dependencies).every((range) => /^\d+\.\d+\.\d+$/u.test(range))])).toEqual([['@guitu/contracts', undefined, true], ['@guitu/client', undefined, true]]);
    expect(manifests[1]?.dependencies).toEqual({ '@guitu/contracts': manifests[0]?.version });
    for (const [name, wanted] of [['client', ['LICENSE', 'README.md', 'dist', 'package.json']], ['contracts', ['LICENSE', 'dist', 'package.json']]] as const) expect((await readdir(join(project, 'node_modules/@guitu', name))).toSorted()).toEqual([...wanted]);
    expect((await readdir(join(project, 'node_modules/@guitu/client/dist'))).filter((file) => file.includes('.test.') || file.endsWith('.map'))).toEqual([]);

    await link('@types/node', root, project);
    await mkdir(project, { recursive: true });
    await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'partner', type: 'module' }));
    await writeFile(join(project, 'main.ts'), example);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = ['--strict', '--module', 'NodeNext', '--moduleResolution', 'NodeNext', '--target', 'ES2023', '--types', 'node', '--skipLibCheck', 'main.ts'];
    const compiled = await run(process.execPath, [tsc, ...options], { cwd: project }).catch((error: { stdout: string }) => error);
    expect(compiled.stdout).toBe('');
    // The types say what a body must have: a result that does not exist is no program.
    await writeFile(join(project, 'wrong.ts'), example.replace("result: 'outpatient'", "result: 'cured'"));
    const wrong = await run(process.execPath, [tsc, '--noEmit', ...options.slice(0, -1), 'wrong.ts'], { cwd: project }).catch((error: { stdout: string }) => error);
    expect(wrong.stdout).toContain('"cured"');

    const caseId = await manInHospital();
    const { stdout } = (await runExample(caseId, sampleSecret(hospital))) as { stdout: string };
    const last = decodeEvent((await hub.store.readStream(caseStream(caseId))).at(-1)?.bytes ?? new Uint8Array());
    expect(last).toMatchObject({ name: 'medically-screened', actor: { organisation: hospital, user: 'doctor-he' }, data: { result: 'outpatient' }, revision: Number(stdout) });
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(20);
  }, 280_000);

  test('says what to do where the hub says no, and ends with an exit code for scripts', async () => {
    expect(await runExample('00000000-0000-4000-8000-000000000000', sampleSecret(hospital))).toMatchObject({ code: 1, stderr: expect.stringMatching(/\p{Script=Han}/u) as string });
    expect(await runExample('00000000-0000-4000-8000-000000000000', 'wrong')).toMatchObject({ code: 1, stderr: expect.stringContaining('wrong secret') as string });
  }, 120_000);
});
