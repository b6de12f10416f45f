import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LOG_FORMAT, createProcessMetrics, measureRelay, release, systemRuntime } from '@guitu/service-kit';
import { fileOf, readDocument, tableRows } from '../docs/document.js';
import { fetchToken } from '../support/token.js';
import type { Family } from './exposition.js';
import { parseExposition } from './exposition.js';
import type { MainProcess } from './hub-main.js';
import { startMain } from './hub-main.js';

const services = ['issuer', 'police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit', 'data-protection'] as const;
const named = (text: string): readonly string[] => [...new Set([...text.matchAll(/\bguitu_[a-z_]+/gu)].map(([name]) => name))];

/** What the relay adds, which is no service of the embedded hub. */
function relayNames(): readonly string[] {
  const metrics = createProcessMetrics({ version: release, logFormat: LOG_FORMAT, runtime: systemRuntime });
  measureRelay(metrics.registry, { status: () => ({ state: 'running', published: 0, retries: 0 }), lag: async () => 0 }, systemRuntime);
  const names = metrics.registry.getMetricsAsArray().map(({ name }) => name);
  metrics.close();
  return names.filter((name) => name.startsWith('guitu_relay_'));
}

describe('the metrics of a hub', () => {
  let hub: MainProcess;
  let pages: ReadonlyMap<string, ReadonlyMap<string, Family>>;
  beforeAll(async () => {
    hub = await startMain();
    const token = await fetchToken(hub.url('issuer'), 'police-baoji');
    const body = JSON.stringify({ disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person: { sex: '1', age: { from: 40, to: 50 } }, signs: { impairment: false, mobilityImpaired: false }, place: '火车站' });
    const post = (path: string, sent: string) => fetch(`${hub.url('police')}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: sent });
    const found = await post('/cases/found', body);
    expect(found.status).toBe(201);
    const { caseId } = (await found.json()) as { caseId: string };
    expect((await fetch(`${hub.url('police')}/cases/${caseId}`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect((await post('/cases/found', '{}')).status).toBe(422);
    pages = new Map(await Promise.all(services.map(async (service) => [service, parseExposition(await (await fetch(`${hub.url(service)}/metrics`)).text())] as const)));
  }, 60_000);
  afterAll(() => hub.remove());
  const value = (service: string, name: string, labels: Readonly<Record<string, string>> = {}): number | undefined =>
    [...(pages.get(service)?.values() ?? [])].flatMap(({ samples }) => samples).find((sample) => sample.name === name && Object.entries(labels).every(([label, is]) => sample.labels[label] === is))?.value;

  test('stand on the page of every service in the format of Prometheus, with its names and units, and no label tells of a case or an organisation', () => {
    const labels = new Set<string>();
    for (const families of pages.values()) {
      for (const { name, type, samples } of families.values()) {
        if (name.startsWith('guitu_')) expect({ name, ok: type === 'counter' ? name.endsWith('_total') : !name.endsWith('_total') }).toEqual({ name, ok: true });
        expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|kb|mb)$/u);
        for (const sample of samples) for (const label of Object.keys(sample.labels)) if (name.startsWith('guitu_')) labels.add(label);
        if (type === 'histogram') for (const count of samples.filter((sample) => sample.name === `${name}_count`)) {
          const whole = samples.find((sample) => sample.labels['le'] === '+Inf' && Object.entries(count.labels).every(([label, is]) => sample.labels[label] === is));
          expect({ name, count: count.value }).toEqual({ name, count: whole?.value });
        }
      }
    }
    expect([...labels].sort()).toEqual(['file', 'kind', 'le', 'limit', 'log_format', 'node', 'operation', 'outcome', 'projection', 'service', 'state', 'status', 'version'].filter((label) => label !== 'kind' || labels.has('kind')));
  });

  test('count commands by outcome for the service that took them, and log, vault and projections on every page', () => {
    expect(value('police', 'guitu_commands_total', { outcome: 'accepted' })).toBe(1);
    expect(value('police', 'guitu_commands_total', { outcome: 'invalid' })).toBe(1);
    expect(value('station', 'guitu_commands_total')).toBeUndefined();
    expect(value('police', 'guitu_append_seconds_count')).toBe(1);
    for (const service of services) {
      expect(value(service, 'guitu_append_group_appends_sum')).toBe(2); // the hub's own first event, and the case
      expect(value(service, 'guitu_append_group_bytes_sum')).toBeGreaterThan(1_000);
      expect(value(service, 'guitu_vault_call_seconds_count', { operation: 'seal', outcome: 'ok' })).toBe(1);
      expect([value(service, 'guitu_looked_group_looks_sum'), value(service, 'guitu_looked_group_seconds_count'), value(service, 'guitu_looked_groups_failed_total')]).toEqual([1, 1, 0]);
      for (const projection of ['worklist', 'audit-log', 'audit', 'report', 'persons']) expect(value(service, 'guitu_projection_lag_events', { projection })).toBeGreaterThanOrEqual(0);
      expect(value(service, 'guitu_projection_parked_streams', { projection: 'worklist' })).toBe(0);
      expect(value(service, 'guitu_build_info', { version: '0.1.0', log_format: '1', node: process.versions.node })).toBe(1);
      expect(value(service, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
      expect(value(service, 'guitu_log_file_bytes', { file: 'wal' })).toBeGreaterThan(0);
    }
  });

  test('tell on the page of data protection what waits for a second human, or for its end', () => {
    for (const kind of ['erasure', 'restriction', 'lifting']) {
      for (const state of ['proposed', 'approved']) expect(value('data-protection', 'guitu_matters_waiting', { kind, state })).toBe(0);
    }
    expect(value('police', 'guitu_matters_waiting')).toBeUndefined();
  });

  test('are those of the operating manual, and rules and dashboard name no other', () => {
    const exposed = new Set([...pages.values()].flatMap((families) => [...families.keys()].filter((name) => name.startsWith('guitu_'))));
    for (const name of relayNames()) exposed.add(name);
    const listed = tableRows(readDocument('docs/operating.md')).flatMap(([cell]) => named(cell ?? ''));
    expect([...new Set(listed)].sort()).toEqual([...exposed].sort());
    for (const file of ['infra/observability/alerts.yml', 'infra/observability/dashboard.json']) {
      const used = named(readFileSync(fileOf(file), 'utf8')).map((name) => name.replace(/_(?:bucket|sum|count)$/u, ''));
      expect(used.length).toBeGreaterThan(5);
      expect({ file, unknown: used.filter((name) => !exposed.has(name)) }).toEqual({ file, unknown: [] });
    }
    expect(() => void JSON.parse(readFileSync(fileOf('infra/observability/dashboard.json'), 'utf8'))).not.toThrow();
  });
});
