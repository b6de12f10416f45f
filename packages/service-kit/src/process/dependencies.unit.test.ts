import { StoreError } from '@guitu/event-store';
import { VaultError } from '@guitu/vault';
import { silentLogger } from '../logger.js';
import { StartError } from '../start-error.js';
import { createDependencies } from './dependencies.js';

/** Dependencies under a clock that only notes how long it was asked to wait. */
function watched(signal = new AbortController().signal) {
  const waits: number[] = [];
  const runtime = { random: () => 1, sleep: (milliseconds: number) => (waits.push(milliseconds), Promise.resolve()) };
  return { waits, dependencies: createDependencies({ runtime, logger: silentLogger, signal }) };
}

/** Fails with these errors, one after the other, and then answers. */
const after = (...errors: readonly Error[]) => {
  const left = [...errors];
  return async (): Promise<string> => {
    const error = left.shift();
    if (error !== undefined) throw error;
    return 'there';
  };
};
const away = new StoreError('store-unavailable', 'away');

test('what is not there yet is opened again and again, with pauses that grow up to a second', async () => {
  const { waits, dependencies } = watched();
  expect(await dependencies.open('store', after(away, new VaultError('vault-unavailable', 'away'), new TypeError('fetch failed'), away, away, away, away))).toBe('there');
  expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000]);
});

test('each is named from the moment it is asked for, and is not ready until it is there', async () => {
  const { dependencies } = watched();
  let arrive = (): void => undefined;
  const opening = dependencies.open('store', () => new Promise<void>((resolve) => (arrive = resolve)));
  expect(dependencies.readiness.map(({ name, check }) => [name, check()])).toEqual([['store', false]]);
  arrive();
  await opening;
  expect(dependencies.readiness.map(({ name, check }) => [name, check()])).toEqual([['store', true]]);
});

test.each([new StartError('a wrong setting'), new StoreError('unsupported-format', 'of another build'), new VaultError('vault-corrupt', 'damaged')])('what waiting cannot mend is not waited for: %s', async (error) => {
  const { waits, dependencies } = watched();
  await expect(dependencies.open('store', after(error))).rejects.toBe(error);
  expect(waits).toEqual([]);
});

test('a stop ends the waiting', async () => {
  const stopping = new AbortController();
  const { dependencies } = watched(stopping.signal);
  await expect(dependencies.open('store', async () => {
    stopping.abort(new Error('stopped'));
    throw away;
  })).rejects.toThrow('stopped');
});
