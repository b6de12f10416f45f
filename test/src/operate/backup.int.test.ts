import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, open, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLedger } from '@guitu/service-kit';
import { mountSmallDisk, whyNoSmallDisk } from '../faults/hub/small-disk.js';
import { projectionsAgree, readLog } from '../support/afterwards.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import type { Desks } from '../support/hub.js';
import { startHubProcess } from '../support/hub-process.js';
import { listLooks } from '../support/looks.js';
import type { HubProcess } from '../support/hub-process.js';
import { expectSoundLog, openEverything } from '../support/invariants.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';
import type { Writer } from '../support/writer.js';

interface Taken {
  readonly events: number;
  readonly persons: number;
}
interface Restored {
  readonly looks?: { readonly looks: number; readonly from: 'old' | 'backup' };
  readonly events: number;
  readonly persons: number;
  readonly projections: readonly string[];
  readonly epoch: { readonly epoch: number; readonly storeId: string; readonly formerStoreId: string };
  readonly lost?: { readonly events: number; readonly commands: number };
}

const noDisk = whyNoSmallDisk();
if (noDisk !== undefined) process.stdout.write(`A restore onto a mounted disk is not tried: ${noDisk}\n`);

let scratch: string;
let data: string;
let hub: HubProcess | undefined;
let desks: Desks | undefined;
let writer: Writer;
/** A case that the police look at once before the backup and once after it. */
let looked: string;
const at = (name: string): string => join(scratch, name);
const restore = (to: string, words: readonly string[] = [], from = at('b'), keys = at('k'), key = at('key')) => guitu(data, ['restore', from, '--keys', keys, '--key', key, '--to', to, '--ledger', defaultLedger(data), '--json', ...words]);

beforeAll(async () => {
  scratch = await temporaryDirectory();
  data = at('data');
  await mkdir(data);
  hub = await startHubProcess(data);
  desks = createDesks(hub.urls, new Set(), { attempts: 1 });
  writer = startWriter(desks);
  await waitFor('the first cases', () => writer.taken.length > 20, 30_000);
}, 60_000);
afterAll(async () => {
  desks?.close();
  await hub?.kill();
  await rm(scratch, { recursive: true });
});

describe('a backup of a hub that is written to', () => {
  test('is refused where it would not be safe, in one line, and leaves nothing behind', async () => {
    await mkdir(at('full'));
    await writeFile(at('full/file'), '');
    for (const [words, exit] of [
      [['backup'], 2],
      [['backup', at('b'), '--keys', at('k')], 2],
      [['backup', at('full')], 4],
      [['backup', join(data, 'b')], 4],
      [['backup', at('b'), '--keys', at('b/k'), '--new-key', at('key')], 4],
      [['backup', at('b'), '--keys', at('k'), '--key', at('no-key')], 4],
      [['backup', at('b'), '--keys', at('k'), '--key', join(data, 'keys/master.key')], 4],
      [['backup', at('no/where')], 4],
    ] as const) {
      const ran = await guitu(data, words);
      expect([words, ran.exit, ran.noted.trim().split('\n').length]).toEqual([words, exit, 1]);
    }
    expect([existsSync(at('b')), existsSync(at('k'))]).toEqual([false, false]);
  }, 60_000);

  test('is whole, while commands go on, and keys and log are apart', async () => {
    const before = writer.taken.length;
    looked = writer.taken.find(({ by }) => by === 'police-baoji')?.answer.caseId ?? '';
    await desks?.as('police-baoji').view(looked);
    const ran = await guitu(data, ['backup', at('b'), '--projections', '--keys', at('k'), '--new-key', at('key'), '--json']);
    expect([ran.exit, ran.noted.includes('warning')]).toEqual([0, false]);
    for (const part of ['copying projections', 'copying the log', 'reading log.db back', 'copying who looked', 'reading looked.db back', 'wrapping the keys', 'reading keys.db back']) expect(ran.noted).toMatch(new RegExp(`^${part}: 100 % `, 'mu'));
    const taken = ran.json<Taken>();
    // hub-started stands before them; whatever was acknowledged before the command is in the copy.
    expect(taken.events).toBeGreaterThan(before);
    await desks?.as('police-baoji').view(looked);
    await waitFor('commands after the backup', () => writer.taken.length > taken.events + 10, 30_000);
    expect(existsSync(at('b/keys'))).toBe(false);
    expect((await readFile(at('k/keys.db'))).includes(await readFile(join(data, 'keys/master.key')))).toBe(false);
  }, 60_000);
});

describe('a restore', () => {
  test('is refused while a hub runs on the directory that it is to replace: what that one goes on acknowledging would be lost', async () => {
    const ran = await restore(at('r0'), ['--old', data]);
    expect([ran.exit, existsSync(at('r0'))]).toEqual([3, false]);
  }, 60_000);
});

describe('a restore in place of a hub that was stopped', () => {
  beforeAll(async () => {
    await writer.stop();
    await hub?.kill();
  });

  test('refuses another key, damage of a single byte, keys that are older than the log, and a directory with something in it', async () => {
    await writeFile(at('other-key'), `${Buffer.alloc(32, 7).toString('base64url')}\n`, { mode: 0o600 });
    expect([(await restore(at('r0'), [], at('b'), at('k'), at('other-key'))).exit, existsSync(at('r0'))]).toEqual([4, false]);
    expect((await restore(data)).exit).toBe(4);

    const log = await readFile(at('b/log.db'));
    const damaged = Buffer.from(log);
    damaged[log.length - 100] = (damaged[log.length - 100] ?? 0) ^ 1;
    await writeFile(at('b/log.db'), damaged);
    const ran = await restore(at('r0'));
    expect([ran.exit, /log\.db is damaged/u.test(ran.noted), existsSync(at('r0'))]).toEqual([4, true, false]);
    await writeFile(at('b/log.db'), log);

    const manifest = await readFile(at('k/manifest.json'), 'utf8');
    const ofAnEarlierBackup = manifest.replace(/"takenAt": "[^"]*"/u, '"takenAt": "2020-01-01T00:00:00.000Z"').replace(/"backupId": "[^"]*"/u, `"backupId": "${randomUUID()}"`);
    await writeFile(at('k/manifest.json'), ofAnEarlierBackup);
    expect((await restore(at('r0'))).exit).toBe(4);
    await writeFile(at('k/manifest.json'), manifest);
  }, 60_000);

  test('gives back every event of the copy, opens every sealed part, begins an epoch, and says what is gone', async () => {
    const ran = await restore(at('restored'), ['--old', data]);
    expect([ran.exit, ran.noted.includes('guitu:')]).toEqual([0, false]);
    for (const part of ['checking the backup', 'copying the log', 'reading the log through', 'wrapping the keys', 'copying who looked', 'copying projections']) expect(ran.noted).toMatch(new RegExp(`^${part}: 100 % `, 'mu'));
    const restored = ran.json<Restored>();
    expect(restored.epoch.epoch).toBe(1);
    expect(restored.epoch.storeId).not.toBe(restored.epoch.formerStoreId);
    expect(restored.projections).toEqual(['audit-log', 'audit', 'persons', 'report', 'worklist']);
    const lastWords = writer.taken.flatMap(({ answer }) => answer.events.map(({ id }) => id));

    const again = await startEmbedded(at('restored'));
    try {
      const log = await readLog(again.store);
      expect(log).toHaveLength(restored.events);
      expect(again.store.storeId).toBe(restored.epoch.storeId);
      const ids = new Set(log.map(({ id }) => id));
      const kept = lastWords.filter((id) => ids.has(id));
      expect(kept).toHaveLength(restored.events - 1);
      // Whatever was recorded and is not in the copy was counted, and nothing else.
      expect(restored.lost?.events).toBe(lastWords.length - kept.length);
      expectSoundLog(log);
      expect([restored.looks?.from, (await listLooks(again.vault, { organisation: 'police-baoji' })).length]).toEqual(['old', 2]);
      expect(await openEverything(again.vault, log)).toBeGreaterThan(20);
      await projectionsAgree({ hub: again });

      const restoredDesks = createDesks(again.urls);
      const running = startWriter(restoredDesks);
      await waitFor('new commands', () => running.taken.length > 5, 30_000);
      await running.stop();
      await expectNothingLost(running.taken, again.store);
      expect((await guitu(at('restored'), ['restore', at('b'), '--keys', at('k'), '--key', at('key'), '--to', at('restored'), '--without-ledger'])).exit).toBe(3);
      restoredDesks.close();
      await projectionsAgree({ hub: again });
    } finally {
      await again.close();
    }
    expect(await readFile(at('restored/operator-log.ndjson'), 'utf8')).toMatch(/"verb":"restore"/u);
  }, 120_000);

  test('keeps who looked although the old log cannot be read any more, and says so', async () => {
    for (const harm of ['gone', 'no log', 'torn'] as const) {
      const [old, to] = [at(`old ${harm}`), at(`restored without a log that is ${harm}`)];
      await cp(data, old, { recursive: true, filter: async (from) => !(await stat(from)).isSocket() });
      for (const rest of ['-wal', '-shm']) await rm(join(old, `log.db${rest}`), { force: true });
      if (harm === 'gone') await rm(join(old, 'log.db'));
      if (harm === 'no log') await writeFile(join(old, 'log.db'), 'damaged');
      if (harm === 'torn') {
        const { size } = await stat(join(old, 'log.db'));
        const torn = await open(join(old, 'log.db'), 'r+');
        await torn.write(Buffer.alloc(size >> 1, 0x5a), 0, size >> 1, size - (size >> 1));
        await torn.close();
      }
      const ran = await restore(to, ['--old', old]);
      expect([harm, ran.exit, ran.noted]).toEqual([harm, 0, expect.stringContaining('warning: the old log cannot be read')]);
      const { lost, looks } = ran.json<Restored>();
      expect([lost, looks?.from]).toEqual([undefined, 'old']);
    }
  }, 120_000);

  test('tells what is lost of a log that was restored from the same backup before', async () => {
    const first = at('restored');
    const ran = await restore(at('restored again'), ['--old', first]);
    expect(ran.exit).toBe(0);
    expect(ran.json<Restored>().lost?.commands).toBeGreaterThan(5);
  }, 60_000);

  test('refuses at once an old directory that is not there, and a place that it could not put the new one at', async () => {
    await mkdir(at('empty'));
    await symlink(at('empty'), at('link'));
    await symlink(at('nowhere'), at('broken link'));
    const disk = noDisk === undefined ? mountSmallDisk(at('disk'), 1) : undefined;
    try {
      const before = await readdir(scratch);
      for (const [to, words] of [[at('r0'), ['--old', at('mistyped')]], [at('link'), []], [at('broken link'), []], ...(disk === undefined ? [] : [[at('disk'), []] as const])] as const) {
        const ran = await restore(to, words);
        expect([to, ran.exit, ran.noted.trim().split('\n').length]).toEqual([to, 4, 1]);
      }
      expect(await readdir(scratch)).toEqual(before);
    } finally {
      disk?.unmount();
    }
  }, 60_000);

  test('from a backup that was made read-only makes files that a hub may write, which others may not read', async () => {
    await cp(at('b'), at('read-only'), { recursive: true });
    for (const entry of await readdir(at('read-only'), { recursive: true, withFileTypes: true })) if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o444);
    expect((await restore(at('writable'), [], at('read-only'))).exit).toBe(0);
    const files = (await readdir(at('writable'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['log.db', 'keys.db', 'ledger.ndjson', 'worklist.current']));
    for (const { parentPath, name } of files) expect([name, ((await stat(join(parentPath, name))).mode & 0o777).toString(8)]).toEqual([name, '600']);
  }, 60_000);

  test('that fails late leaves no ledger that it began, so that the same command can be given again', async () => {
    await cp(at('b'), at('half'), { recursive: true });
    const manifest = JSON.parse(await readFile(at('half/manifest.json'), 'utf8')) as { files: { path: string }[] };
    await writeFile(at('half/manifest.json'), JSON.stringify({ ...manifest, files: manifest.files.filter(({ path }) => path !== 'projections/worklist.current') }));
    await rm(at('half/projections/worklist.current'));
    const again = () => guitu(data, ['restore', at('half'), '--keys', at('k'), '--key', at('key'), '--to', at('r0'), '--without-ledger'], { GUITU_ERASURE_LEDGER: at('ledgers/new.ndjson') });
    expect([(await again()).exit, existsSync(at('r0')), existsSync(at('ledgers/new.ndjson'))]).toEqual([1, false, false]);
    await copyFile(at('b/projections/worklist.current'), at('half/projections/worklist.current'));
    expect([(await again()).exit, existsSync(at('ledgers/new.ndjson'))]).toEqual([0, true]);
  }, 60_000);

  test('keeps who looked: as the old directory has it, and without that as the backup does', async () => {
    for (const rest of ['-wal', '-shm']) await rm(join(data, `keys/looked.db${rest}`), { force: true });
    await writeFile(join(data, 'keys/looked.db'), 'damaged');
    for (const [to, words] of [['without-old', []], ['with-a-damaged-one', ['--old', data]]] as const) {
      const ran = await restore(at(to), words);
      expect([ran.exit, ran.json<Restored>().looks?.from]).toEqual([0, 'backup']);
      const again = await startEmbedded(at(to));
      try {
        expect(await listLooks(again.vault, { organisation: 'police-baoji' })).toHaveLength(1);
      } finally {
        await again.close();
      }
    }
  }, 60_000);
});
