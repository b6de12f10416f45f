import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@guitu/sqlite';
import type { LookedTrace } from '../channels.js';
import { openVault } from '../open-vault.js';
import { auditor, responsibleStation } from '../testing/callers.js';
import { item, present, stored } from '../testing/items.js';
import { removeTemporaryDirectories, temporaryDirectory } from '../testing/places.js';
import { expectVaultError } from '../testing/refusing-cases.js';
import { LookLog } from './look-log.js';
import type { NewLook } from './look-of.js';

const closed: { close(): unknown }[] = [];
afterEach(async () => {
  for (const part of closed.splice(0)) await part.close();
});
afterAll(removeTemporaryDirectories);

const start = Date.parse('2026-11-22T10:00:00.000Z');
const DAY = 86_400_000;
const lookAt = (person: string, answer = `answer-${person}`): NewLook => ({
  answer: { id: answer, operation: 'case-view' }, organisation: 'baoji-station', role: 'station', purpose: 'case-work', seen: [{ personId: person, caseId: `case-${person}`, classes: { identity: 'full' }, access: ['responsible'] }],
});
const persons = (log: LookLog): readonly string[] => log.list({ limit: 10_000 }).looks.flatMap(({ seen }) => seen.map(({ personId }) => personId));

/** A log by a clock that is set by hand. */
function openLog(directory = temporaryDirectory()) {
  const clock = { now: start };
  const log = LookLog.open({ directory, realNow: () => clock.now });
  closed.push(log);
  return { log, clock, directory, file: join(directory, 'looked.db') };
}

/** Records of each group commit while the work runs. */
async function groupsOf(work: () => Promise<unknown>): Promise<readonly number[]> {
  const groups: number[] = [];
  const listen = (group: unknown): void => void groups.push((group as LookedTrace).looks);
  subscribe('tracing:guitu.vault.looked:end', listen);
  try {
    await work();
  } finally {
    unsubscribe('tracing:guitu.vault.looked:end', listen);
  }
  return groups.filter((looks) => looks > 0);
}

describe('the record of who looked', () => {
  test('of all that look in one turn of the event loop is one commit, and what an answer has on record already costs none', async () => {
    const { log } = openLog();
    const many = Array.from({ length: 50 }, (_, number) => lookAt(`person-${number}`));
    expect(await groupsOf(() => Promise.all(many.map((look) => log.record(look))))).toEqual([50]);
    expect(await groupsOf(() => Promise.all(many.map((look) => log.record(look))))).toEqual([]);
    expect(await groupsOf(() => log.record(lookAt('one-more')))).toEqual([1]);
    expect(persons(log)).toHaveLength(51);
  });

  test('stays where the process starts again, is for the owner alone, and holds nothing of what was seen', async () => {
    const directory = temporaryDirectory();
    for (const turn of [1, 2]) {
      const vault = await openVault({ directory, realNow: Date.now });
      closed.push(vault);
      const sealing = [item(`person-${turn}`, 'identity', { person: { name: '欧阳修远', idNumber: '11010119900307123X' } })];
      await vault.open(stored(sealing, await vault.seal(sealing)), { ...responsibleStation, answer: { id: `answer-${turn}`, operation: 'case-view' } });
      const { looks } = await vault.looks({ limit: 10, organisation: 'baoji-station' }, auditor);
      expect(looks.flatMap(({ seen }) => seen.map(({ personId }) => personId))).toEqual(['person-2', 'person-1'].slice(2 - turn));
      for (const name of readdirSync(directory).filter((one) => one.startsWith('looked.db'))) {
        expect(readFileSync(join(directory, name)).includes('欧阳')).toBe(false);
        expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
      }
      await vault.close();
    }
  });

  test('is refused to a file that somebody else has changed the form of, or damaged', async () => {
    const { log, file, directory } = openLog();
    await log.close();
    const db = openDatabase(file, { durability: 'full' });
    db.exec("UPDATE meta SET value = 2 WHERE name = 'format'");
    db.close();
    expect(() => openLog(directory)).toThrow(expect.objectContaining({ code: 'unknown-format' }));
    writeFileSync(file, 'no database '.repeat(1_000));
    expect(() => openLog(directory)).toThrow(expect.objectContaining({ code: 'vault-corrupt', message: expect.stringMatching(/^looked\.db is damaged/u) }));
  });

  test('cannot be changed, and cannot be taken away before its time is over', async () => {
    const { log, file } = openLog();
    await log.record(lookAt('a'));
    const db = openDatabase(file, { durability: 'full' });
    closed.push(db);
    for (const statement of ["UPDATE looks SET organisation = 'somebody-else'", "UPDATE seen SET person = 'b'", 'DELETE FROM looks', 'DELETE FROM seen']) expect(() => db.exec(statement)).toThrow(/who looked/u);
    expect(persons(log)).toEqual(['a']);
  });

  test('is not taken for written before the disk has it, also where nobody in particular was seen', async () => {
    const { log } = openLog();
    const asked: NewLook = { ...lookAt('nobody'), seen: [] };
    const ended: string[] = [];
    const again = new Promise<void>((resolve) => {
      // Written, and not yet durable.
      const written = (): void => {
        unsubscribe('tracing:guitu.vault.looked:end', written);
        log.record(asked).then(() => ended.push('again')).then(() => resolve(), resolve);
      };
      subscribe('tracing:guitu.vault.looked:end', written);
    });
    await Promise.all([log.record(asked).then(() => ended.push('first')), again]);
    expect(ended).toEqual(['first', 'again']);
    expect(log.list({ limit: 10 }).looks).toHaveLength(1);
  });
});

describe('who looked that cannot be recorded', () => {
  const opening = async () => {
    const directory = temporaryDirectory();
    const vault = await openVault({ directory, realNow: Date.now });
    closed.push(vault);
    const sealing = [item('a', 'identity', 'seen by nobody')];
    const there = stored(sealing, await vault.seal(sealing));
    const look = () => vault.open(there, { ...responsibleStation, answer: { id: 'answer-1', operation: 'case-view' } });
    return { vault, look, sealing, file: join(directory, 'looked.db') };
  };

  test('because another program holds the file: nothing is disclosed, sealing goes on, and once it has let go so does looking', async () => {
    const { vault, look, sealing, file } = await opening();
    const other = openDatabase(file, { durability: 'full' });
    closed.push(other);
    other.exec('BEGIN IMMEDIATE');
    await expectVaultError(look(), 'vault-in-use', true);
    await expectVaultError(vault.probe(), 'vault-in-use', true);
    await expect(vault.seal(sealing)).resolves.toHaveLength(1);
    other.exec('ROLLBACK');
    await vault.probe();
    expect(await look()).toMatchObject([{ ok: true }]);
    expect((await vault.looks({ limit: 10, persons: ['a'] }, auditor)).looks).toMatchObject([{ answer: 'answer-1', seen: [{ personId: 'a' }] }]);
  });

  test('because the file was moved away: nothing is disclosed until it is back', async () => {
    const { vault, look, file } = await opening();
    renameSync(file, `${file}.away`);
    await expectVaultError(look(), 'vault-unavailable', true);
    await expectVaultError(vault.looks({ limit: 1 }, auditor), 'vault-unavailable', true);
    await expectVaultError(vault.probe(), 'vault-unavailable', true);
    renameSync(`${file}.away`, file);
    expect(await look()).toMatchObject([{ ok: true }]);
  });

  test('fails all that share its commit, and leaves nothing of them that an answer could be taken for recorded by', async () => {
    const { log, file } = openLog();
    const other = openDatabase(file, { durability: 'full' });
    closed.push(other);
    await log.record(lookAt('before', 'same'));
    other.exec('BEGIN IMMEDIATE');
    const failed = await Promise.allSettled([log.record(lookAt('a')), log.record(lookAt('b')), log.record(lookAt('more', 'same'))]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    other.exec('ROLLBACK');
    expect(persons(log)).toEqual(['before']);
    await Promise.all([log.record(lookAt('a')), log.record(lookAt('more', 'same'))]);
    expect([...persons(log)].sort()).toEqual(['a', 'before', 'more']);
  });
});

describe('a look whose time is over', () => {
  test('is dropped after three years while others are recorded, and none before', async () => {
    const { log, clock } = openLog();
    const old = Array.from({ length: 450 }, (_, number) => lookAt(`old-${number}`));
    await Promise.all(old.map((look) => log.record(look)));
    clock.now = start + 30 * DAY;
    await log.record(lookAt('younger'));
    // The clock goes as clocks go: looks of every month.
    for (clock.now = start + 60 * DAY; clock.now <= start + 3 * 365 * DAY; clock.now += 30 * DAY) await log.record(lookAt(`month-${clock.now}`));
    expect(persons(log).filter((person) => person.startsWith('old-'))).toHaveLength(450);
    clock.now = Date.parse('2029-11-23T10:00:00.001Z');
    for (let number = 0; persons(log).some((person) => person.startsWith('old-')); number += 1) {
      await log.record(lookAt(`now-${number}`));
      expect(number).toBeLessThan(20);
    }
    expect(persons(log)).toEqual(expect.arrayContaining(['younger', 'now-0']));
  });

  test('is not taken for one by a clock that is years ahead for a moment', async () => {
    const { log, clock } = openLog();
    await log.record(lookAt('a'));
    clock.now = start + 40 * 365 * DAY;
    await log.record(lookAt('far-away'));
    await log.record(lookAt('far-away-too'));
    clock.now = start + DAY;
    await log.record(lookAt('back'));
    await log.record(lookAt('back-too'));
    expect(persons(log)).toContain('a');
    expect(present(log.list({ limit: 1, persons: ['a'] }).looks[0]).at).toBe(new Date(start).toISOString());
  });

  test('is not taken for one by a clock that is years ahead for a day, however often the hub is started on it', async () => {
    const { log, clock, directory } = openLog();
    for (const month of [0, 1, 2, 3]) {
      clock.now = start + month * 30 * DAY;
      await log.record(lookAt(`month-${month}`));
    }
    await log.close();
    const kept = async (from: number): Promise<readonly string[]> => {
      const again = openLog(directory);
      again.clock.now = from;
      await again.log.record(lookAt(`look-${from}`));
      // Shares no commit with what the first has begun to drop.
      await again.log.record(lookAt(`look-again-${from}`));
      const found = persons(again.log);
      await again.log.close();
      return found;
    };
    for (let turn = 0; turn < 45; turn += 1) await kept(start + 40 * 365 * DAY + turn * 1_000);
    expect(await kept(start + 100 * DAY)).toContain('month-3');
  });
});
