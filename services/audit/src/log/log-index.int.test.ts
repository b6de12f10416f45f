import { encodeEvent } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import { embeddedSource } from '@guitu/event-bus';
import { rebuiltRows, rowsOf } from '@guitu/event-bus/testing';
import { prefixOf } from '../history/prefix.js';
import { day } from '../testing/deeds.js';
import type { Hosted } from '../testing/hosted.js';
import { host } from '../testing/hosted.js';
import { auditLogProjection, ownTime } from './log-projection.js';

let hosted: Hosted;
beforeEach(async () => {
  hosted = await host();
});
afterEach(() => hosted.dispose());

/** Four events whose clocks read 10, 12, 11 and 12 o'clock. */
async function clockGoesBack(): Promise<void> {
  const { play } = hosted;
  for (const hour of [10, 12, 11, 12]) {
    await play.open({ by: 'baoji-station', name: 'help-requested', at: day('2013-03-01', 9), time: day('2013-03-01', hour), data: { channel: 'station-hotline', assessment: undefined } });
  }
  await hosted.settled();
}

it('an event recorded by a clock that went back has the recorded time of the event before it, so a time names a prefix', async () => {
  await clockGoesBack();
  const at = async (hour: number): Promise<number | undefined> => (await prefixOf(hosted.sources, { asOf: day('2013-03-01', hour) }, []))?.index;
  expect([await at(9), await at(10), await at(11), await at(12), await at(13)]).toEqual([undefined, 0, 0, 3, 3]);
  expect(await prefixOf(hosted.sources, { asOfIndex: 2 }, [])).toMatchObject({ index: 2, recordedAt: day('2013-03-01', 12) });
  expect(await prefixOf(hosted.sources, {}, ['audit'])).toMatchObject({ index: 3 });
});

it('an index beyond the log, or two prefixes at once, is refused', async () => {
  await clockGoesBack();
  await expect(prefixOf(hosted.sources, { asOfIndex: 4 }, [])).rejects.toMatchObject({ status: 422 });
  await expect(prefixOf(hosted.sources, { asOfIndex: 1, asOf: day('2013-03-01') }, [])).rejects.toMatchObject({ status: 422 });
});

it('the index that grew with the log is the one that a rebuild makes', async () => {
  await clockGoesBack();
  expect(hosted.projections.reader('audit-log').read(rowsOf)).toEqual(await rebuiltRows(auditLogProjection(), embeddedSource(hosted.store)));
});

it('the time is read from the bytes as the codec writes them, and from nowhere else', () => {
  const event = { time: '2013-03-01T02:00:00.000Z', id: 'x', source: 's', name: 'note-added', subject: 'c', actor: {}, data: { time: 'no' }, sealed: {} } as unknown as AnyEvent;
  expect(ownTime(encodeEvent(event))).toBe(Date.UTC(2013, 2, 1, 2));
  expect(ownTime(Buffer.from('{"broken'))).toBeUndefined();
});
