import { tracingChannel } from 'node:diagnostics_channel';
import { follow } from './follow.js';

interface Named {
  readonly name: string;
  readonly error?: unknown;
}

const channel = 'guitu.test.follow';
const steps = tracingChannel<unknown, Named>(channel);

it('a step is over when it returns, and one that answers with a promise when that settles; each is told once', async () => {
  const told: string[] = [];
  const stop = follow<Named>(channel, ({ name, error }, seconds) => told.push(`${name} over${error === undefined ? '' : ', failed'}${seconds >= 0 ? '' : '?'}`), ({ name }) => told.push(`${name} begins`));
  steps.traceSync(() => undefined, { name: 'quick' });
  expect(() => steps.traceSync(() => JSON.parse('{'), { name: 'thrown' })).toThrow(SyntaxError);
  let settle: (value?: unknown) => void = () => undefined;
  const slow = steps.tracePromise(() => new Promise((resolve) => (settle = resolve)), { name: 'slow' });
  expect(told).toEqual(['quick begins', 'quick over', 'thrown begins', 'thrown over, failed', 'slow begins']);
  settle();
  await slow;
  await expect(steps.tracePromise(() => Promise.reject(new Error('away')), { name: 'rejected' })).rejects.toThrow('away');
  expect(told.slice(5)).toEqual(['slow over', 'rejected begins', 'rejected over, failed']);
  stop();
  steps.traceSync(() => undefined, { name: 'unheard' });
  expect(told).toHaveLength(8);
});
