import { randomUUID } from 'node:crypto';
import { fetchToken } from '../support/token.js';
import { waitFor } from '../support/wait-for.js';
import { startCollector } from './collector.js';
import { startMain } from './hub-main.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerSpan = '00f067aa0ba902b7';
const found = { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person: { name: '王建国', sex: '1', age: { from: 38, to: 52 } }, signs: { impairment: false, mobilityImpaired: false }, place: '火车站西广场' };
const referral = { to: 'hospital-baoji-general', purpose: 'medical', urgency: 'emergency', reason: '请王建国就诊' };

test('one trace leads from a request of the police over its steps to the event that the worklist of the hospital shows by it, and names nobody', async () => {
  const collector = await startCollector();
  const hub = await startMain({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' });
  try {
    const [police, hospital] = await Promise.all(['police-baoji', 'hospital-baoji-general'].map((id) => fetchToken(hub.url('issuer'), id)));
    const send = async (path: string, body: object): Promise<{ readonly caseId: string; readonly revision: number }> => {
      const headers = { authorization: `Bearer ${police}`, traceparent: `00-${traceId}-${callerSpan}-01`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const answer = await fetch(`${hub.url('police')}/cases/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as { readonly caseId: string; readonly revision: number };
    };
    const { caseId } = await send('found', found);
    // The hospital takes no part in the case yet, and knows nothing of the trace.
    const listed = async (): Promise<boolean> => {
      const answer = await fetch(`${hub.url('hospital')}/worklist?list=for-me`, { headers: { authorization: `Bearer ${hospital}` } });
      return ((await answer.json()) as { readonly items: readonly { readonly caseId: string }[] }).items.some((item) => item.caseId === caseId);
    };
    expect(await listed()).toBe(false);
    const { revision } = await send(`${caseId}/referral-sent`, referral);
    await waitFor('the hospital to see the case', listed);

    const ofTrace = () => collector.spans.filter((span) => span.traceId === traceId);
    const applied = (projection: string) => ofTrace().find(({ name, attributes }) => name === `apply ${projection}` && attributes['guitu.case_id'] === caseId && Number(attributes['guitu.revision']) === revision);
    await waitFor('the spans', () => ofTrace().some(({ name }) => name === 'POST referral-sent') && applied('worklist') !== undefined && applied('audit') !== undefined, 20_000);
    const request = ofTrace().find(({ name }) => name === 'POST referral-sent');
    expect(request).toMatchObject({ service: 'guitu-police', parentSpanId: callerSpan });
    expect(applied('worklist')).toMatchObject({ service: 'guitu-projections', parentSpanId: request?.spanId });
    expect(applied('audit')).toMatchObject({ parentSpanId: request?.spanId });
    const steps = () => ofTrace().filter(({ parentSpanId, service }) => parentSpanId === request?.spanId && service === 'guitu-police').map(({ name }) => name);
    expect(steps().sort()).toEqual(['append', 'decide', 'load', 'seal']);
    const reading = collector.spans.filter(({ name, service }) => name === 'GET worklist' && service === 'guitu-hospital');
    expect(reading.length).toBeGreaterThan(0);
    expect(reading.map((span) => span.traceId)).not.toContain(traceId);
    expect(collector.received()).not.toMatch(/王|火车站/u);
    hub.signal('SIGTERM');
    expect(await hub.ended).toBe(0);
  } finally {
    await hub.remove();
    collector.close();
  }
}, 60_000);
