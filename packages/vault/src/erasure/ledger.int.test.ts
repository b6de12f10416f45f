import { appendFileSync, existsSync, ftruncateSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysDraftName } from '../keys/key-file.js';
import { openVault } from '../open-vault.js';
import type { LocalVault } from '../local-vault.js';
import { responsibleStation } from '../testing/callers.js';
import { eraseAt } from '../testing/erase-at.js';
import { removeTemporaryDirectories, temporaryDirectory } from '../testing/places.js';
import type { Decision, Officer } from './entry.js';
import { joinLedger } from './join-ledger.js';
import { openLedger } from './ledger.js';

afterAll(removeTemporaryDirectories);

const [MATTER, OTHER, ANNA, BO] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;
const officer = (user: string, client = user, asserted = true): Officer => ({ organisation: 'office', division: '610000', client, user, asserted });
const [li, zhao] = [officer('李秀兰'), officer('赵振华')];
const proposed = (matter: string = MATTER, persons: readonly string[] = [ANNA], by = li): Decision => ({ entry: 'proposed', matter, kind: 'erasure', ground: 'person-asked', asked: ANNA, persons, by });
const approved = (by = zhao): Decision => ({ entry: 'approved', matter: MATTER, by });
const now = (): number => Date.parse('2026-01-15T08:00:00Z');

const places = () => {
  const directory = temporaryDirectory();
  return { directory, file: join(directory, 'ledger.ndjson') };
};
const lines = (file: string): readonly string[] => readFileSync(file, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { entry: string }).entry);

/** A disk that fails what the test says. */
function failing() {
  const fail = (what: 'sync' | 'cut'): void => {
    if (disk.failing.includes(what)) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
  };
  const disk = {
    failing: [] as ('sync' | 'cut')[],
    cuts: 0,
    sync: () => fail('sync'),
    cut: (handle: number, bytes: number) => {
      fail('cut');
      disk.cuts += 1;
      ftruncateSync(handle, bytes);
    },
  };
  return disk;
}

describe('the erasure ledger', () => {
  test('keeps every line, for its owner alone, and knows them again', () => {
    const { file } = places();
    const ledger = openLedger({ file, now }, 'first');
    for (const decision of [proposed(), approved()]) ledger.record(decision);
    ledger.close();
    expect(statSync(file).mode & 0o077).toBe(0);
    const again = openLedger({ file, now }, 'another');
    expect([again.id, again.matter(MATTER)?.approved?.by.user, [...again.erased()], again.entries(1).length]).toEqual(['first', '赵振华', [ANNA], 2]);
    again.close();
  });

  test('takes what follows and nothing else, and a step that is done again is not written again', () => {
    const { file } = places();
    const ledger = openLedger({ file, now }, 'id');
    const refused = expect.objectContaining({ code: 'ledger-refused' });
    expect(() => ledger.record(approved())).toThrow(refused);
    expect(() => ledger.record(proposed(MATTER, [BO]))).toThrow(refused);
    ledger.record(proposed());
    for (const wrong of [proposed(), approved(li), { entry: 'recorded', matter: MATTER } as const]) expect(() => ledger.record(wrong)).toThrow(refused);
    expect(() => ledger.record({ entry: 'destroyed', matter: MATTER })).toThrow(refused);
    expect(lines(file)).toEqual(['begun', 'proposed']);
    ledger.record(approved());
    expect(() => ledger.record({ entry: 'refused', matter: MATTER, reason: 'withdrawn', by: li })).toThrow(refused);
    for (let time = 1; time <= 2; time += 1) for (const entry of ['destroyed', 'recorded'] as const) ledger.record({ entry, matter: MATTER });
    expect(lines(file)).toEqual(['begun', 'proposed', 'approved', 'destroyed', 'recorded']);
    ledger.record(proposed(OTHER));
    ledger.record({ entry: 'refused', matter: OTHER, reason: 'statutory-term', by: li });
    expect(ledger.erased().size).toBe(1);
    ledger.close();
  });

  test.each([
    ['two clients assert two names', officer('李', 'one'), officer('赵', 'two'), true],
    ['one client asserts two names', officer('李', 'one'), officer('赵', 'one'), false],
    ['two clients assert one name, written otherwise', officer('Li Xiu', 'one'), officer('ＬＩ　ＸＩＵ', 'two'), false],
    ['tokens of one client name two humans', officer('李', 'one', false), officer('赵', 'one', false), true],
    ['a token names one human and its client asserts another', officer('李', 'one', false), officer('赵', 'one'), false],
    ['a token names one human and another client asserts the next', officer('李', 'one', false), officer('赵', 'two'), true],
  ])('tells two humans apart: %s', (_how, one, other, apart) => {
    const { file } = places();
    const ledger = openLedger({ file, now }, 'id');
    ledger.record(proposed(MATTER, [ANNA], one));
    const approve = (): void => ledger.record(approved(other));
    if (apart) expect(approve).not.toThrow();
    else expect(approve).toThrow(expect.objectContaining({ code: 'ledger-refused' }));
    ledger.close();
  });

  test('that a crash cut off in the middle of a line goes on behind the last whole one', () => {
    const { file } = places();
    const ledger = openLedger({ file, now }, 'id');
    ledger.record(proposed());
    ledger.close();
    const whole = readFileSync(file);
    appendFileSync(file, Buffer.from('{"entry":"approved","matter":"王').subarray(0, -1));
    const again = openLedger({ file, now }, 'id');
    expect(readFileSync(file)).toEqual(whole);
    again.record(approved());
    again.close();
    expect(lines(file)).toEqual(['begun', 'proposed', 'approved']);
  });

  test('on a disk that fails takes a line back before it refuses it, and goes on', () => {
    const { file } = places();
    const disk = failing();
    const ledger = openLedger({ file, now }, 'id', disk);
    ledger.record(proposed());
    disk.failing = ['sync'];
    expect(() => ledger.record(approved())).toThrow(expect.objectContaining({ code: 'vault-unavailable', retriable: true }));
    expect(disk.cuts).toBe(2);
    disk.failing = [];
    ledger.probe();
    expect([...ledger.erased()]).toEqual([]);
    ledger.record(approved());
    ledger.close();
    expect(lines(file)).toEqual(['begun', 'proposed', 'approved']);
  });

  test('on a disk that takes nothing back either takes nothing more, and says so, until it is opened again', () => {
    const { file } = places();
    const disk = failing();
    const ledger = openLedger({ file, now }, 'id', disk);
    ledger.record(proposed());
    disk.failing = ['sync', 'cut'];
    const unavailable = expect.objectContaining({ code: 'vault-unavailable', retriable: true });
    expect(() => ledger.record(approved())).toThrow(unavailable);
    disk.failing = [];
    expect(() => ledger.probe()).toThrow(unavailable);
    expect(() => ledger.record({ entry: 'refused', matter: MATTER, reason: 'withdrawn', by: li })).toThrow(unavailable);
    ledger.close();
    const again = openLedger({ file, now }, 'id');
    again.probe();
    // It had reached the disk after all: nobody was told that it had not.
    expect(lines(file)).toEqual(['begun', 'proposed', 'approved']);
    again.close();
  });

  test.each([
    ['a line that is no JSON', '{]'],
    ['a line that says nothing', '{}'],
    ['a word that it does not know', JSON.stringify({ ...approved(), entry: 'aproved', at: '' })],
    ['an approval of nothing', JSON.stringify({ ...approved(), matter: OTHER, at: '' })],
    ['an approval by whoever proposed it', JSON.stringify({ ...approved(li), at: '' })],
  ])('with %s is not taken for anything', (_what, line) => {
    const { file } = places();
    const ledger = openLedger({ file, now }, 'id');
    ledger.record(proposed());
    ledger.close();
    appendFileSync(file, `${line}\n`);
    const before = readFileSync(file);
    expect(() => openLedger({ file, now }, 'id')).toThrow(expect.objectContaining({ code: 'ledger-corrupt' }));
    expect(readFileSync(file)).toEqual(before);
  });
});

describe('keys that belong to a ledger', () => {
  const sealFor = async (vault: LocalVault, personId: string) => {
    const item = { personId, eventId: 'event-1', dataClass: 'identity', year: 2013, value: { of: personId } } as const;
    const [sealed] = await vault.seal([item]);
    await vault.index([{ personId, kind: 'name', value: personId }]);
    if (sealed === undefined) throw new Error('nothing was sealed');
    return { ...item, safeguards: [], sealed };
  };
  const open = ({ directory, file }: ReturnType<typeof places>) => openVault({ directory: join(directory, 'keys'), realNow: now, ledger: file });

  /** An erasure that was approved while a backup had a copy of the keys. */
  async function approvedWhileCopied() {
    const place = places();
    const vault = await open(place);
    const item = await sealFor(vault, ANNA);
    const draft = join(place.directory, 'keys', keysDraftName);
    await vault.copyKeys(draft);
    for (const decision of [proposed(), approved()]) await vault.desk.record(decision);
    return { place, vault, item, draft };
  }

  test('lose those of an approved erasure alone, at once, and say so', async () => {
    const place = places();
    const vault = await open(place);
    const items = [await sealFor(vault, ANNA), await sealFor(vault, BO)];
    await vault.desk.record(proposed());
    await expect(vault.desk.destroy(MATTER)).rejects.toMatchObject({ code: 'ledger-refused' });
    await vault.desk.record(approved());
    for (let time = 1; time <= 2; time += 1) await vault.desk.destroy(MATTER);
    expect(await vault.open(items, responsibleStation)).toEqual([{ ok: false, reason: 'erased' }, { ok: true, level: 'full', value: { of: BO } }]);
    expect(await vault.find({ kind: 'name', value: ANNA })).toEqual([]);
    expect((await vault.desk.ledger(1)).map(({ entry }) => entry)).toEqual(['proposed', 'approved', 'destroyed']);
    await vault.close();
    await expect(vault.desk.ledger(0)).rejects.toMatchObject({ code: 'vault-closed' });
  });

  test('lose them before anything is opened, where a crash came between the approval and their end', async () => {
    const place = places();
    const vault = await open(place);
    const item = await sealFor(vault, ANNA);
    for (const decision of [proposed(), approved()]) await vault.desk.record(decision);
    await vault.close();
    const again = await open(place);
    expect(await again.open([item], responsibleStation)).toEqual([{ ok: false, reason: 'erased' }]);
    expect(lines(place.file)).toEqual(['begun', 'proposed', 'approved', 'destroyed']);
    await again.close();
  });

  test('are not called destroyed while a backup has a copy of them beside the file, and are when that is gone', async () => {
    const { place, vault, item, draft } = await approvedWhileCopied();
    await expect(vault.desk.destroy(MATTER)).rejects.toMatchObject({ code: 'vault-unavailable', retriable: true });
    expect(await vault.open([item], responsibleStation)).toEqual([{ ok: false, reason: 'erased' }]);
    expect(lines(place.file)).toEqual(['begun', 'proposed', 'approved']);
    await vault.forgetCopy(draft);
    expect(existsSync(draft)).toBe(false);
    await vault.desk.destroy(MATTER);
    expect(lines(place.file)).toEqual(['begun', 'proposed', 'approved', 'destroyed']);
    await vault.close();
  });

  test('are gone from the copy that a crash left, before they are called so', async () => {
    const { place, vault, draft } = await approvedWhileCopied();
    await vault.close();
    const again = await open(place);
    expect(existsSync(draft)).toBe(false);
    expect(lines(place.file)).toEqual(['begun', 'proposed', 'approved', 'destroyed']);
    await again.close();
  });

  test('do not open without it, with another one, or with one that has lost entries; nothing is written then', async () => {
    const place = places();
    const vault = await open(place);
    await sealFor(vault, ANNA);
    const early = readFileSync(place.file);
    for (const decision of [proposed(), approved()]) await vault.desk.record(decision);
    await vault.desk.destroy(MATTER);
    await vault.close();
    const elsewhere = { ...place, file: join(place.directory, 'elsewhere.ndjson') };
    await expect(open(elsewhere)).rejects.toMatchObject({ code: 'missing-ledger' });
    await expect(openVault({ directory: join(place.directory, 'keys'), realNow: now })).rejects.toMatchObject({ code: 'missing-ledger' });
    openLedger({ file: elsewhere.file, now }, 'of other keys').close();
    await expect(open(elsewhere)).rejects.toMatchObject({ code: 'wrong-ledger' });
    writeFileSync(place.file, early);
    await expect(open(place)).rejects.toMatchObject({ code: 'wrong-ledger', message: expect.stringContaining('1 erased persons') as string });
    expect(readFileSync(place.file)).toEqual(early);
  });

  test('whose ledger was lost tell the one that is begun anew whom they know as erased', async () => {
    const place = places();
    const vault = await open(place);
    await eraseAt(vault.desk, [BO]);
    await vault.close();
    const next = { directory: place.directory, file: join(place.directory, 'next.ndjson') };
    joinLedger(join(place.directory, 'keys'), { file: next.file, now }, { anew: true });
    const again = await open(next);
    expect((await again.desk.ledger(0)).map((entry) => ('persons' in entry ? entry.persons : entry.entry))).toEqual(['begun', [BO]]);
    await again.close();
  });
});
