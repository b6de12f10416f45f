import { spawn, spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import type { RegisterData } from '@guitu/contracts';
import { portOffsets, systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import type { Hub } from '@guitu/standalone';
import { temporaryDirectory, testConfig } from '../support/hub.js';
import { readDocument, sectionOf } from './document.js';

const installed = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0);
if (!installed) process.stdout.write('The requests of the README are not run: bash and curl are needed for it.\n');

/** The block of the README as a script, with the ports that the hub really has, and a line after each command of its last part. */
function scriptFor(urls: Readonly<Record<string, string>>): string {
  const [, block = ''] = /```sh\n([\s\S]*?)```/u.exec(sectionOf(readDocument('README.md'), 'requests')) ?? [];
  const names = new Map(Object.entries(portOffsets).map(([name, offset]) => [String(4_100 + offset), name]));
  return block
    .replaceAll(/http:\/\/127\.0\.0\.1:(41\d\d)\b/gu, (_address, port: string) => urls[names.get(port) ?? ''] ?? 'nowhere')
    .replaceAll(/^((?:post|curl) .*)$/gmu, '$1; echo');
}

async function run(script: string): Promise<{ readonly code: number | null; readonly output: string; readonly complaints: string }> {
  const child = spawn('bash', ['-eu', '-o', 'pipefail', '-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output, complaints };
}

describe('the README', () => {
  let hub: Hub;
  let directory: string;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    const register = JSON.parse(readDocument('infra/sample/organisations.json')) as RegisterData;
    hub = await startHub({ config: testConfig(directory), register, runtime: systemRuntime, port: () => 0 });
  });
  afterAll(async () => {
    await hub.close();
    await rm(directory, { recursive: true });
  });

  (installed ? test : test.skip)('its requests by hand do what it says', async () => {
    const { code, output, complaints } = await run(scriptFor(hub.urls));
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
    const answers = output.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers).toMatchObject([
      { revision: 1 },
      { revision: 3, events: [{ type: 'guitu.case.admitted.v1' }, { type: 'guitu.case.sheltered.v1' }] },
      { revision: 4 },
      { revision: 5 },
      { revision: 6 },
      { status: 'closed', exit: { code: '5.2' }, closed: { code: 'exited' }, standing: 'full' },
      { status: 404, type: 'urn:guitu:problem:case-not-found' },
      { closed: { code: 'exited' }, custody: [{ custodian: { kind: 'self' } }, { custodian: { kind: 'organisation', organisation: 'station-baoji' } }, { custodian: { kind: 'self' } }] },
    ]);
    expect(new Set(answers.slice(0, 5).map(({ caseId }) => caseId)).size).toBe(1);
  });
});
