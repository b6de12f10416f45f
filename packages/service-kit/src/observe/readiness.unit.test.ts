import type { ProjectionStatus } from '@guitu/event-bus';
import { systemRuntime } from '../runtime.js';
import { lookAt, projectionsReady } from './readiness.js';

const state = (change: Partial<ProjectionStatus>): ProjectionStatus => ({ name: 'worklist', version: 1, caughtUp: false, lagEvents: 0, lagMs: 0, applied: 0, parked: 0, rebuilding: false, servesEarlierVersion: false, ...change });
const look = (...states: ProjectionStatus[]) => lookAt(projectionsReady({ status: () => Promise.resolve(states) }, ['worklist']), systemRuntime);

test.each([
  [{ lagEvents: 10_000, lagMs: 30_000 }, true],
  [{ lagEvents: 10_001 }, false],
  [{ lagMs: 30_001 }, false],
  [{ servesEarlierVersion: true }, false],
])('a projection with %j is current: %s', async (change, ok) => {
  expect(await look(state(change))).toMatchObject({ ok, worklist: { ok } });
});

test('projections that the service does not read may be as far behind as they like; one that is missing is not current', async () => {
  expect(await look(state({}), state({ name: 'audit', lagEvents: 1_000_000 }))).toMatchObject({ ok: true });
  expect(await look(state({ name: 'audit' }))).toMatchObject({ ok: false });
});

test('no answer is a no, in time', async () => {
  const never = projectionsReady({ status: () => new Promise(() => {}) }, ['worklist']);
  expect(await lookAt(never, { sleep: () => Promise.resolve() })).toBe(false);
});
