import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ServiceProblem, createClient } from '@guitu/client';
import type { Client } from '@guitu/client';
import type { WorklistPage } from '@guitu/contracts';
import { systemRuntime } from '@guitu/service-kit';
import { projectionsAgree } from '../support/afterwards.js';
import { foundBody } from '../support/episodes.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import type { Desks, List } from '../support/hub.js';
import { startHubProcess } from '../support/hub-process.js';
import type { HubProcess } from '../support/hub-process.js';
import { able, unknownMan } from '../support/people.js';
import { register } from '../support/register.js';
import { idIn } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';
import type { Writer } from '../support/writer.js';

/** As the command names whoever runs it. */
const operator = process.env['SUDO_USER'] ? `${process.env['SUDO_USER']} as ${userInfo().username}` : userInfo().username;
const P = 'police-baoji';
const NEW = 'station-fengxiang';
const joining = { id: NEW, role: 'station', name: '凤翔区救助管理站', division: '610322' } as const;
const add = ['agency', 'add', joining.id, '--kind', joining.role, '--name', joining.name, '--division', joining.division, '--json'];

let scratch: string;
let hub: HubProcess;
let desks: Desks;
let writer: Writer;
let secret: string;
let caseId: string;
let referralId: string;

/** A client of the new agency. Each fetches a token of its own. */
const clientWith = (clientSecret: string): Client => createClient({ baseUrls: hub.urls, runtime: systemRuntime, clientId: NEW, clientSecret, retry: { attempts: 1 }, language: 'en' });
const worklistOf = (client: Client, list: List): Promise<WorklistPage> => client.worklist('station', { list });
const statusOf = (asked: Promise<unknown>): Promise<number> =>
  asked.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof ServiceProblem) return error.status;
      throw error;
    },
  );

beforeAll(async () => {
  scratch = await temporaryDirectory();
  await mkdir(join(scratch, 'data'));
  hub = await startHubProcess(join(scratch, 'data'));
  desks = createDesks(hub.urls);
  writer = startWriter(desks);
}, 60_000);
afterAll(async () => {
  desks.close();
  await hub.kill();
  await rm(scratch, { recursive: true });
});

const run = (words: readonly string[]) => guitu(join(scratch, 'data'), words);

describe('an agency that joins a hub while others work', () => {
  test('gets a secret once, is known to everybody at once, and can be added twice without harm', async () => {
    const added = await run(add);
    expect(added.exit).toBe(0);
    secret = added.json<{ secret: string }>().secret;
    expect(secret).toMatch(/^[\w-]{43}$/u);
    const file = join(scratch, 'data/agencies.json');
    expect([(await readFile(file, 'utf8')).includes(secret), (await stat(file)).mode & 0o777]).toEqual([false, 0o600]);

    // At once: somebody refers to it, it sees that, answers, and the other sees the answer.
    const sent = await desks.as(P).send('found', { body: foundBody(unknownMan('蓝布上衣'), able) });
    caseId = sent.caseId;
    const { ids } = await desks.as(P).client.command('police', 'referral-sent', { caseId, body: { to: NEW, purpose: 'admission', reason: '请接收' } });
    referralId = idIn(ids, 'referralId');
    const client = clientWith(secret);
    await waitFor('the new agency to see it', async () => (await worklistOf(client, 'for-me')).items.some((item) => item.caseId === caseId), 10_000);
    await client.command('station', 'referral-received', { caseId, body: { referralId, signedBy: '值班员李秀英' } });
    await client.command('station', 'referral-accepted', { caseId, body: { referralId } });
    await waitFor('the police to see the answer', async () => (await desks.as(P).all('for-me')).some((item) => item.caseId === caseId), 10_000);
    client.close();

    const again = await run(add);
    expect([again.exit, again.json()]).toEqual([0, { organisation: expect.objectContaining({ id: NEW }), clients: [NEW] }]);
    expect((await run(add.map((word) => (word === '610322' ? '610300' : word)))).exit).toBe(4);
    expect((await run(add.map((word) => (word === 'station' ? 'shelter' : word)))).exit).toBe(2);
  }, 60_000);

  test('gets a new secret, and the old one ends with its tokens; with some grace, both work', async () => {
    const holder = clientWith(secret);
    expect(await statusOf(worklistOf(holder, 'custody'))).toBe(200);
    const second = (await run(['agency', 'rotate', NEW, '--json'])).json<{ secret: string }>().secret;
    // With the token that it had, and with a new one by the old secret.
    expect([await statusOf(worklistOf(holder, 'custody')), await statusOf(worklistOf(clientWith(secret), 'custody')), await statusOf(worklistOf(clientWith(second), 'custody'))]).toEqual([401, 401, 200]);

    const patient = clientWith(second);
    expect(await statusOf(worklistOf(patient, 'custody'))).toBe(200);
    const third = (await run(['agency', 'rotate', NEW, '--grace', '1h', '--json'])).json<{ secret: string }>().secret;
    expect([await statusOf(worklistOf(patient, 'custody')), await statusOf(worklistOf(clientWith(second), 'custody')), await statusOf(worklistOf(clientWith(third), 'custody'))]).toEqual([200, 200, 200]);
    secret = third;
  }, 60_000);

  test('is shut out at once with what it holds told, and its cases stay', async () => {
    const client = clientWith(secret);
    const { ids } = await desks.as(P).send('handover-offered', { caseId, body: { to: NEW, referralId } });
    await client.command('station', 'handed-over', { caseId, body: { handoverId: idIn(ids, 'handoverId'), to: { kind: 'organisation', organisation: NEW }, referralId } });
    await waitFor('the custody to show', async () => (await worklistOf(client, 'custody')).items.length === 1, 10_000);

    const disabled = await run(['agency', 'disable', NEW, '--json']);
    expect([await statusOf(worklistOf(client, 'custody')), await statusOf(worklistOf(clientWith(secret), 'custody'))]).toEqual([401, 401]);
    expect(disabled.json()).toMatchObject({ organisation: NEW, custody: 1, cases: [expect.any(String)] });
    expect(disabled.noted).toMatch(/1 people are in its custody/u);
    expect((await desks.as(P).view(caseId)).custodian).toMatchObject({ organisation: NEW });
    expect((await run(['agency', 'rotate', NEW])).exit).toBe(4);
    expect((await run(['agency', 'list'])).said).toMatch(new RegExp(`^${NEW} .*DISABLED`, 'mu'));

    expect((await run(['agency', 'enable', NEW])).exit).toBe(0);
    expect(await statusOf(worklistOf(clientWith(secret), 'custody'))).toBe(200);
    expect((await run(['agency', 'disable', 'nobody'])).exit).toBe(4);
  }, 60_000);

  test('is there after a crash, and no stream of its cases stands still', async () => {
    await writer.stop();
    await hub.kill();
    const again = await startEmbedded(join(scratch, 'data'));
    try {
      await expectNothingLost(writer.taken, again.store);
      await projectionsAgree({ hub: again }, { ...register, organisations: [...register.organisations, joining] });
      const client = createClient({ baseUrls: again.urls, runtime: systemRuntime, clientId: NEW, clientSecret: secret });
      expect((await worklistOf(client, 'custody')).items).toHaveLength(1);
      client.close();
    } finally {
      await again.close();
    }
    const log = (await readFile(join(scratch, 'data/operator-log.ndjson'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { verb: string; outcome: string; who: string });
    expect(log.filter(({ verb, outcome }) => verb === 'agency-rotate' && outcome === 'done')).toHaveLength(2);
    expect(log.every(({ who }) => who === operator)).toBe(true);
    expect(JSON.stringify(log)).not.toContain(secret);
  }, 60_000);
});
