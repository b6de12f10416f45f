import { decodeEvent } from '@guitu/contracts';
import { createDesks } from '../support/hub.js';
import { expectSoundLog } from '../support/invariants.js';
import { everybody } from './agencies/moves.js';
import { examine } from './afterwards/examine.js';
import { untilServed } from './afterwards/projection-files.js';
import { expectSameAnswers } from './afterwards/same-answers.js';
import { onSite } from './on-site.js';

const COMMANDS = process.env['GUITU_LONG'] === '1' ? 3_000 : 150;

test(`${COMMANDS} random commands of six organisations, each sent twice at once and again later, leave every person with one custodian and one responsible organisation`, () => onSite('sent twice', async ({ site, agencies }) => {
  const hub = await site.start();
  await agencies.acknowledge(COMMANDS, 120_000 + COMMANDS * 100);
  await agencies.finish();
  const { journal } = agencies;
  await expectSameAnswers(agencies, hub);

  const desks = createDesks(hub.urls);
  await untilServed(site.directory);
  const held = (await Promise.all(everybody.map(async (id) => (await desks.as(id).all('custody')).map((item) => item.caseId)))).flat();
  const views = new Map(await Promise.all([...agencies.openers].map(async ([caseId, opener]) => [caseId, await desks.as(opener).view(caseId)] as const)));
  desks.close();
  await hub.stop();

  const { rows } = await examine(site.directory, journal, [], { projections: 'served' });
  const states = expectSoundLog(rows.map(({ bytes }) => decodeEvent(bytes)));
  // Each person who is with one of them is on that one's list and on no other's.
  const here = states.filter(({ custody }) => custody?.custodian.kind === 'organisation' && everybody.includes(custody.custodian.organisation));
  expect(here.length).toBeGreaterThan(0);
  expect(held.toSorted()).toEqual(here.map(({ caseId }) => caseId).toSorted());
  for (const { caseId, closed } of states) {
    const view = views.get(caseId);
    expect([view?.custodian !== undefined, view?.responsible !== undefined]).toEqual(closed === undefined ? [true, true] : [false, false]);
  }
  process.stderr.write(`sent twice: ${journal.taken.length} taken, refused ${journal.refusals()}\n`);
}, { twice: true }), 240_000 + COMMANDS * 200);
