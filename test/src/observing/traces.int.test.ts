import { randomUUID } from 'node:crypto';
import { fetchToken } from '../support/token.js';
import { waitFor } from '../support/wait-for.js';
import { startCollector } from './collector.js';
import type { Span } from './collector.js';
import { startMain } from './hub-main.js';

test('one trace leads from a request of the police over its steps to the worklist that the hospital reads, and names nobody', async () => {
  const collector = await startCollector();
  const hub = await startMain({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' });
  try {
    const [police, hospital] = await Promise.all(['police-baoji', 'hospital-baoji-general'].map((id) => fetchToken(hub.url('issuer'), id)));
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const body = { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person: { name: '王建国', sex: '1', age: { from: 38, to: 52 } }, signs: { impairment: false, mobilityImpaired: false }, place: '火车站西广场' };
    const opened = await fetch(`${hub.url('police')}/cases/found`, { method: 'POST', headers: { authorization: `Bearer ${police}`, traceparent, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify(body) });
    expect(opened.status).toBe(201);
    expect((await fetch(`${hub.url('hospital')}/worklist?list=for-me`, { headers: { authorization: `Bearer ${hospital}`, traceparent } })).status).toBe(200);
    const ofTrace = (name: string): Span | undefined => collector.spans.find((span) => span.traceId === traceId && span.name === name);
    const steps = ['load', 'decide', 'seal', 'append', 'apply worklist', 'apply audit'];
    await waitFor('the spans', () => ['POST open-found', 'GET worklist', ...steps].every((name) => ofTrace(name) !== undefined), 20_000);
    const request = ofTrace('POST open-found');
    expect(request).toMatchObject({ service: 'guitu-police', parentSpanId: '00f067aa0ba902b7' });
    for (const name of steps) expect(ofTrace(name)).toMatchObject({ parentSpanId: request?.spanId });
    expect(ofTrace('apply worklist')?.service).toBe('guitu-projections');
    expect(ofTrace('GET worklist')?.service).toBe('guitu-hospital');
    expect(collector.received()).not.toMatch(/王|火车站/u);
    hub.signal('SIGTERM');
    expect(await hub.ended).toBe(0);
  } finally {
    await hub.remove();
    collector.close();
  }
}, 60_000);
