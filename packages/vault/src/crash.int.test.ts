import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@guitu/sqlite';
import { join } from 'node:path';
import { openVault } from './open-vault.js';
import type { Sealed, Vault } from './port.js';
import { responsibleStation } from './testing/callers.js';
import { eventOf, personOf, sealedFor, valueOf } from './testing/crash-work.js';
import { removeTemporaryDirectories, temporaryDirectory } from './testing/places.js';

afterAll(removeTemporaryDirectories);

const long = process.env['GUITU_LONG'] === '1';
const rounds = long ? 60 : 3;
const seed = Number(process.env['GUITU_SEED'] ?? Date.now() % 1_000_000);
const child = fileURLToPath(new URL('testing/sealing-child.js', import.meta.url));
const personsPerRound = 100_000;

interface Answer {
  readonly number: number;
  readonly sealed: Sealed;
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function seeded(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Starts the child, kills it after so many answers (and a little more), and gives the answers that came out whole. */
function killedAfter(directory: string, first: number, answers: number, delayMs: number): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, directory, String(first), String(personsPerRound)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    let armed = false;
    const arm = () => {
      if (!armed) setTimeout(() => running.kill('SIGKILL'), delayMs);
      armed = true;
    };
    running.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.split('\n').length > answers) arm();
    });
    if (answers === 0) arm();
    running.on('error', reject);
    running.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error('the child ended by itself'));
      const lines = text.split('\n').slice(0, -1);
      resolve(lines.map((line) => JSON.parse(line) as Answer));
    });
  });
}

async function expectReadable(vault: Vault, answers: readonly Answer[]): Promise<void> {
  const items = answers.map(({ number, sealed }) => ({ personId: personOf(number), eventId: eventOf(number), dataClass: 'identity', sealed, safeguards: [] }) as const);
  expect(await vault.open(items, responsibleStation)).toEqual(answers.map(({ number }) => ({ ok: true, level: 'full', value: valueOf(number) })));
  for (const { number } of answers) expect(await vault.find({ kind: 'name', value: valueOf(number).person.name })).toEqual([personOf(number)]);
}

describe('kill -9', () => {
  test(
    `at any point loses no root that was used, and gives nobody a second one (${rounds} rounds)`,
    async () => {
      process.stdout.write(`vault crash test: GUITU_SEED=${seed}\n`);
      const random = seeded(seed);
      const directory = temporaryDirectory();
      const known = new Map<number, Sealed>();
      // The first process is killed somewhere in its start, before or while the files are made.
      for (let round = 0; round < rounds; round += 1) {
        const starting = round % 3 === 0;
        const first = Math.max(0, known.size - 20);
        const answered = await killedAfter(directory, first, starting ? 0 : Math.floor(random() * 1_500), random() * (starting ? 200 : 20));
        const vault = await openVault({ directory, realNow: Date.now });
        for (const { number, sealed } of answered) {
          expect(sealed.kid).toBe(known.get(number)?.kid ?? sealed.kid);
          known.set(number, sealed);
        }
        await expectReadable(vault, answered);
        const [again] = known.keys();
        if (again !== undefined) expect((await sealedFor(vault, again)).kid).toBe(known.get(again)?.kid);
        await vault.close();
      }
      expect(known.size).toBeGreaterThan(0);
      const vault = await openVault({ directory, realNow: Date.now });
      await expectReadable(vault, [...known].map(([number, sealed]) => ({ number, sealed })));
      await vault.close();
      const db = openDatabase(join(directory, 'keys.db'), { durability: 'full' });
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.prepare('SELECT count(*) - count(DISTINCT root) FROM bindings').pluck().get()).toBe(0);
      expect(db.prepare('SELECT count(*) FROM bindings LEFT JOIN roots ON roots.id = bindings.root WHERE roots.id IS NULL').pluck().get()).toBe(0);
      db.close();
    },
    long ? 600_000 : 30_000,
  );
});
