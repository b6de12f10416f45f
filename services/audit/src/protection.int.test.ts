import { caseStream } from '@guitu/contracts';
import { protectedCases } from './protection.js';
import { host } from './testing/hosted.js';
import type { Hosted } from './testing/hosted.js';

const S = 'baoji-station';
let hosted: Hosted;
beforeAll(async () => (hosted = await host()));
afterAll(() => hosted.dispose());

test('who is hidden is known also where the case stands still in the projection, and so is whose protection was lifted', async () => {
  const { play, sources, settled, projections } = hosted;
  const open = async (): Promise<string> => play.open({ by: S, name: 'help-requested', at: '2013-03-01T02:00:00.000Z', data: { channel: 'walk-in' } });
  const [hidden, shown, lifted] = [await open(), await open(), await open()];
  await play.record(lifted, { by: S, name: 'protection-set', at: '2013-03-01T03:00:00.000Z' });
  for (const caseId of [hidden, shown, lifted]) await play.forge(caseStream(caseId), { name: 'exit-completed', data: { code: '5.2', belongingsReturned: true } });
  await play.forge(caseStream(hidden), { name: 'protection-set' });
  await play.forge(caseStream(lifted), { name: 'protection-lifted', data: { personAgrees: true } });
  await settled();
  expect((await projections.listParked('audit')).map(({ stream }) => stream).sort()).toEqual([hidden, shown, lifted].map(caseStream).sort());
  expect(await protectedCases(sources, [hidden, shown, lifted])).toEqual(new Set([hidden]));
});
