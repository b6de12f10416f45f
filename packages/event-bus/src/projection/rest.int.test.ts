import { openMemoryStore } from '@guitu/event-store';
import { openFixture } from '../testing/fixture.js';
import { realRuntime } from '../testing/real-runtime.js';
import { untilCaughtUp } from '../testing/rows.js';
import { sampleProjection } from '../testing/sample-projection.js';
import { until } from '../testing/until.js';
import { commitChannel } from '../tracing.js';
import type { CommitTrace } from '../tracing.js';
import { runProjections } from './projections.js';

it('a projection that rests takes the first event at once and what came during its rest together, and a rest holds up no stop', async () => {
  const fixture = openFixture(openMemoryStore());
  const rests: { readonly ms: number; readonly end: () => void }[] = [];
  const chunks: number[] = [];
  const listener = { start: ({ events }: CommitTrace) => void chunks.push(events), end: () => {}, asyncStart: () => {}, asyncEnd: () => {}, error: () => {} };
  const projections = await runProjections({
    definitions: [{ ...sampleProjection(), restMs: 100 }], source: fixture.source, directory: fixture.directory, onIncident: () => {},
    runtime: { ...realRuntime(), sleep: (ms, signal) => new Promise((end) => {
      rests.push({ ms, end });
      signal?.addEventListener('abort', () => end());
    }) },
  });
  await untilCaughtUp(projections);
  await until(() => rests.length === 1, 'the rest after the empty first page');
  rests[0]?.end();
  commitChannel.subscribe(listener);

  await fixture.add('case-a', 'add');
  await until(() => rests.length === 2, 'the rest after the first event');
  expect(chunks).toEqual([1]);
  for (const stream of ['case-a', 'case-b', 'case-a']) await fixture.add(stream, 'add');
  expect((await projections.status())[0]).toMatchObject({ lagEvents: 3 });
  rests[1]?.end();
  await until(() => rests.length === 3, 'the rest after the others');
  expect(chunks).toEqual([1, 3]);
  expect(rests.map(({ ms }) => ms)).toEqual([100, 100, 100]);

  commitChannel.unsubscribe(listener);
  await projections.close();
  await fixture.dispose();
});
