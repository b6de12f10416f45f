import { systemRuntime } from '../runtime.js';
import { traceOf } from './trace.js';

const valid = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('the trace of a request', () => {
  test('goes on with the one of the caller, under a span of its own', () => {
    const { traceparent, traceId } = traceOf(valid, systemRuntime);
    expect(traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/u);
    expect(traceparent).not.toBe(valid);
  });
  test.each([undefined, '', 'x', valid.toUpperCase(), `ff${valid.slice(2)}`, '00-00000000000000000000000000000000-00f067aa0ba902b7-01', '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01'])('begins anew for %j', (header) => {
    const { traceparent } = traceOf(header, systemRuntime);
    expect(traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/u);
    expect(traceparent).not.toContain('4bf92f');
  });
});
