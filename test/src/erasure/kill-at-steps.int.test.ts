import { readFileSync } from 'node:fs';
import { decodeEvent } from '@guitu/contracts';
import { defaultLedger } from '@guitu/service-kit';
import { readLogRows } from '../faults/afterwards/log-rows.js';
import { killModule, killVariable, killWords } from '../faults/hub/kill-order.js';
import { Site } from '../faults/hub/site.js';
import { erasureSteps } from '../faults/hub/steps.js';
import { EndedEarly } from '../support/hub-process.js';
import { createDesks } from '../support/hub.js';
import { chanceOf } from '../support/seed.js';
import { waitFor } from '../support/wait-for.js';
import { comesTwice } from './episodes.js';
import { officials } from './officers.js';

const LONG = process.env['GUITU_LONG'] === '1';
const NAME = '张建国';
const chance = chanceOf('erasure killed at its steps');
const matterSteps = erasureSteps.filter(({ channel }) => LONG || channel.startsWith('guitu.matter.'));
const cases = matterSteps.flatMap(({ channel, thread, moments, within }) =>
  (LONG ? moments : [chance.pick(moments)]).map((moment) => ({ channel, moment, thread, count: 1 + chance.below(within) })),
);

let site: Site;
beforeAll(async () => (site = await Site.open()));
afterAll(() => site.close());

const ledgerOf = (matter: string): readonly string[] =>
  readFileSync(defaultLedger(site.directory), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { readonly entry: string; readonly matter?: string }).filter((entry) => entry.matter === matter).map(({ entry }) => entry);

test.each(cases)('an erasure that is killed at $channel $moment is brought to its end by the next hub, once', async (order) => {
  const before = await site.start();
  const desks = createDesks(before.urls);
  const { first, second } = await comesTwice({ as: desks.as, settled: () => Promise.resolve() }, NAME, '430703197104170015');
  desks.close();
  const { li } = officials(before.urls);
  const proposed = await li.propose('erasures', { caseId: second.caseId, ground: 'person-asked' });
  expect(proposed.status).toBe(201);
  const { id } = proposed.body;
  await before.stop();

  try {
    const dying = await site.start({ preload: killModule, environment: { [killVariable]: killWords(order) } });
    await officials(dying.urls).zhao.approve('erasures', id).catch(() => undefined);
    expect(await dying.gone).toBe('SIGKILL');
  } catch (error) {
    // The hub looks at its ledger when it starts.
    if (!(error instanceof EndedEarly) || error.signal !== 'SIGKILL') throw error;
  }

  const after = await site.start();
  const { zhao, auditor } = officials(after.urls);
  // What was not approved durably is still a proposal, and is approved now.
  if (!ledgerOf(id).includes('approved')) expect((await zhao.approve('erasures', id)).status).toBe(200);
  await waitFor('the erasure to be brought to its end', async () => (await zhao.view('erasures', id)).body.state === 'done', 20_000);
  const desk = createDesks(after.urls);
  for (const { caseId } of [first, second]) expect(JSON.stringify(await desk.as('station-baoji').view(caseId))).not.toContain(NAME);
  expect((await auditor.search({ name: NAME })).body.cases).toEqual([]);
  desk.close();
  await after.stop();
  expect(ledgerOf(id)).toEqual(['proposed', 'approved', 'destroyed', 'recorded']);
  const erased = readLogRows(site.directory).map(({ bytes }) => decodeEvent(bytes)).filter(({ name, causationId }) => name === 'erased' && causationId === id);
  expect(erased).toHaveLength(1);
  expect(erased[0]?.data).toMatchObject({ persons: proposed.body.persons });
}, 60_000);
