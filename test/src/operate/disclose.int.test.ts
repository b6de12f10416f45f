import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CaseView } from '@guitu/contracts';
import type { Client } from '@guitu/client';
import type { DisclosedCase } from '@guitu/service-kit';
import { operatorSocket, verbPath } from '@guitu/service-kit/operator';
import { auditorAt, auditors, girlOfNine, involved } from '../access/girl-of-nine.js';
import type { Played } from '../access/girl-of-nine.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startTestHub } from '../support/hub.js';
import type { Desks, TestHub } from '../support/hub.js';
import { organisations, roleOf } from '../support/register.js';
import { expectNothingLost, startWriter } from '../support/writer.js';
import type { Writer } from '../support/writer.js';

let hub: TestHub;
let auditor: Client;
let story: Played;
let desks: Desks;
let writer: Writer;
beforeAll(async () => {
  hub = await startTestHub();
  desks = createDesks(hub.hub.urls);
  writer = startWriter(desks);
  auditor = auditorAt(hub);
  story = await girlOfNine(hub);
}, 60_000);
afterAll(async () => {
  auditor.close();
  desks.close();
  await hub.close();
});

/** What the command would be told: the same words to the same socket, without a process for each. */
async function explained(as: string, user?: string): Promise<DisclosedCase> {
  const outgoing = request({ socketPath: operatorSocket(hub.directory).path, path: verbPath('disclose'), method: 'POST', headers: { 'Content-Type': 'application/json' } });
  outgoing.end(JSON.stringify({ as, case: story.caseId, user }));
  const [message] = (await once(outgoing, 'response')) as [IncomingMessage];
  const line = JSON.parse(await text(message)) as { readonly done?: DisclosedCase };
  if (line.done === undefined) throw new Error(`the hub did not say what ${as} would see`);
  return line.done;
}

type Shown = Pick<NonNullable<CaseView['events']>[number], 'name' | 'opened' | 'withheld'>;
/** Name and levels of every event, as an answer has them. */
const answered = (events: readonly Shown[]) =>
  events.map(({ name, opened, withheld }) => ({ name, ...Object.fromEntries([...Object.entries(opened).map(([dataClass, { level }]) => [dataClass, level]), ...Object.keys(withheld).map((dataClass) => [dataClass, 'none'])]) }));
/** The same as it was explained; events of which nothing is shown are in no answer. */
const promised = ({ events }: DisclosedCase) =>
  events.filter(({ classes }) => classes[0]?.level !== 'none').map(({ name, classes }) => ({ name, ...Object.fromEntries(classes.filter(({ dataClass }) => dataClass !== 'record').map(({ dataClass, level }) => [dataClass, level])) }));

async function compare(user?: string): Promise<void> {
  for (const of of involved) {
    const view = await story.client(of).caseView(roleOf(of), story.caseId, user === undefined ? {} : { user });
    expect({ of, events: promised(await explained(of, user)) }).toEqual({ of, events: answered(view.events ?? []) });
  }
  const history = await auditor.get<{ readonly events: readonly Shown[] }>('audit', `/cases/${story.caseId}/history`, {}, user === undefined ? {} : { user });
  expect(promised(await explained(auditors, user))).toEqual(answered(history.events));
}

describe('guitu disclose', () => {
  test('says of every event and class what a request would get, for every organisation', async () => {
    await compare();
    await compare('李警官');
    await story.send({ of: 'station-baoji', user: '站员一', now: '2013-03-04T00:00:00.000Z' }, 'condition-assessed', { person: { sex: '2', age: { from: 14, to: 15 } }, signs: { impairment: false, mobilityImpaired: false } });
    await compare();
    await story.send({ of: 'station-baoji', user: '站员一', now: '2013-03-04T01:00:00.000Z' }, 'protection-set', { ground: 'threat', details: '生父威胁' });
    await compare();
  }, 60_000);

  test('says of those who take no part that they get the answer for a case that does not exist', async () => {
    for (const { id } of organisations.filter(({ id: known }) => !(involved as readonly string[]).includes(known) && known !== 'office-hunan')) expect(await explained(id)).toMatchObject({ standing: 'none', relations: [], events: [] });
  }, 60_000);

  test('prints each class with its level and the line of the table, and nothing of the person', async () => {
    const before = writer.taken.length;
    const { said, exit } = await guitu(hub.directory, ['disclose', '--as', 'station-baoji', '--case', (await explained('station-baoji')).caseNumber]);
    expect([exit, writer.taken.length > before]).toEqual([0, true]);
    expect(said).toMatch(/shown to +station-baoji \(station\): takes part/u);
    // An assessment of 14 or 15 years does not make her older than the day of birth that was established.
    expect(said).toMatch(/0 {2}found {2}2013-03-01T02:00:00\.000Z\n(?: {2}.*\n)* {2}identity +none +of a person under 14 only the worker who opened the case/u);
    expect(said).toMatch(/^ {2}record +full +whoever takes part/mu);
    for (const word of ['陈小雨', '430703200402175627', '轻度脱水']) expect(said).not.toContain(word);
  });

  test('names what is missing or unknown, and changes nothing', async () => {
    const run = async (...words: readonly string[]) => {
      const { exit, noted } = await guitu(hub.directory, ['disclose', ...words]);
      return [exit, noted];
    };
    expect(await run('--case', story.caseId)).toEqual([2, expect.stringContaining('--as is missing')]);
    expect(await run('--as', 'station-baoji')).toEqual([2, expect.stringContaining('--case is missing')]);
    expect(await run('--as', 'nobody-here', '--case', story.caseId)).toEqual([4, expect.stringContaining('no organisation "nobody-here"')]);
    expect(await run('--as', 'station-baoji', '--case', '01890000-0000-8000-8000-000000000009')).toEqual([4, expect.stringContaining('no case')]);
    expect((await guitu(hub.directory, ['disclose', '--help'])).said).toContain('masked');
  });

  test('loses nothing of what agencies write meanwhile', async () => {
    await writer.stop();
    await expectNothingLost(writer.taken, hub.hub.store);
  });
});
