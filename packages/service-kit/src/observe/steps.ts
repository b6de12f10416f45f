import type { Instruments } from './instruments.js';
import type { Spans } from './spans.js';

/** Does the steps of commands under these instruments: all of them are traced, appends are also measured. */
export function stepsOf(instruments: Pick<Instruments, 'metrics' | 'spans'> | undefined): Spans['step'] {
  if (instruments === undefined) return (_step, _traceparent, work) => work();
  const { metrics, spans } = instruments;
  return (step, traceparent, work) => {
    if (step !== 'append') return spans.step(step, traceparent, work);
    const at = performance.now();
    const appending = spans.step(step, traceparent, work);
    const measure = (): void => metrics.append(performance.now() - at);
    if (appending instanceof Promise) appending.then(measure, measure);
    else measure();
    return appending;
  };
}
