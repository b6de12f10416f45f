import { readFileSync } from 'node:fs';
import { registerSchema } from '@guitu/contracts';
import { systemRuntime } from '@guitu/service-kit';
import { partOf, playSample, sampleClients, SampleRefused, sampleScript } from './index.js';
import type { PlayedSample } from './index.js';
import type { Script } from './script/script.js';
import { decidedHub } from './testing/decided-hub.js';
import type { DecidedHub } from './testing/decided-hub.js';
import { decidedServer } from './testing/decided-server.js';
import type { DecidedServer, Request } from './testing/decided-server.js';

const register = registerSchema.parse(JSON.parse(readFileSync(new URL('../../../../infra/sample/organisations.json', import.meta.url), 'utf8')));
const script = partOf(sampleScript(register), 50);
/** What a play without any trouble leaves behind. */
let undisturbed: readonly string[] = [];

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});
async function serve(hub: DecidedHub, before?: (request: Request) => 'serve' | 'busy' | 'cut'): Promise<DecidedServer> {
  const server = await decidedServer(hub, before);
  ended.push(() => server.close());
  return server;
}
function play(server: DecidedServer, options: Partial<Parameters<typeof playSample>[0]> = {}): Promise<PlayedSample> {
  const clients = sampleClients({ baseUrls: server.baseUrls, runtime: { ...systemRuntime, sleep: () => Promise.resolve() }, secretOf: (organisation) => `sample-${organisation}` });
  ended.unshift(() => clients.close());
  return playSample({ register, clients, script, ...options });
}
const eventsOf = (hub: DecidedHub): string[] => [...hub.streams.values()].flat().map(({ id }) => id).toSorted();

describe('the sample is played over HTTP like any client', () => {
  test('every command is taken, by the organisation whose it is, several at once but never two of one case', async () => {
    const hub = decidedHub(register);
    const server = await serve(hub);
    const ticks: number[] = [];
    const played = await play(server, { progress: (done) => ticks.push(done) });
    expect(played.commands).toBe(script.steps.length);
    expect(ticks.at(-1)).toBe(script.steps.length);
    expect(server.busiest()).toBeGreaterThan(4);
    expect(server.busiest()).toBeLessThanOrEqual(16);
    expect(hub.streams.get(`case-${played.example.caseId}`)?.length).toBeGreaterThan(20);
    expect(new Set(server.requests.map(({ organisation }) => organisation)).size).toBeGreaterThan(20);
    for (const events of hub.streams.values()) expect(events.map(({ occurredAt }) => occurredAt)).toEqual(events.map(({ occurredAt }) => occurredAt).toSorted());
    undisturbed = eventsOf(hub);
  });

  test('an interrupted play is mended by playing it again: nothing is lost and nothing is there twice', async () => {
    const hub = decidedHub(register);
    const server = await serve(hub);
    const stop = new AbortController();
    await expect(play(server, { signal: stop.signal, progress: (done) => (done === 300 ? stop.abort() : undefined) })).rejects.toMatchObject({ name: 'AbortError' });
    expect(eventsOf(hub).length).toBeLessThan(undisturbed.length);
    await play(server);
    expect(eventsOf(hub)).toEqual(undisturbed);
  });

  test('a hub that is busy or cuts connections ends with the same log', async () => {
    const hub = decidedHub(register);
    let count = 0;
    await play(await serve(hub, () => ((count += 1) % 17 === 0 ? 'busy' : count % 23 === 0 ? 'cut' : 'serve')));
    expect(eventsOf(hub)).toEqual(undisturbed);
  });

  test('a refused command is reported with its step, and nothing goes on behind it', async () => {
    const hub = decidedHub(register);
    const { steps } = script;
    const place = steps.findIndex(({ command }) => command === 'ticket-issued');
    const broken: Script = { ...script, steps: steps.map((step, index) => (index === place ? { ...step, command: 'returned' as const } : step)) };
    const refused = play(await serve(hub), { script: broken });
    await expect(refused).rejects.toBeInstanceOf(SampleRefused);
    await expect(refused).rejects.toThrow(steps[place]?.id);
    expect(eventsOf(hub).length).toBeLessThan(steps.length);
  });
});
