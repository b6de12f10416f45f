import { worklistProjection } from '@guitu/agency-kit';
import { rowsByDefinition } from '@guitu/event-bus/testing';
import type { AnyProjection } from '@guitu/event-bus';
import type { StoredEvent } from '@guitu/event-store';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { register } from '../support/register.js';

const S = 'station-baoji';
let hub: TestHub;
let log: readonly StoredEvent[];
beforeAll(async () => {
  hub = await startTestHub();
  const open = async (): Promise<string> => (await hub.as(S).send('help-requested', { body: { channel: 'station-hotline', caller: '市民' } })).caseId;
  const [caseId, otherCase] = [await open(), await open()];
  await hub.as(S).send('linked', { caseId, body: { otherCase, method: 'staff-recognition', evidence: '值班员认出' } });
  log = (await Promise.all(['case', 'person'].map(async (category) => {
    const events: StoredEvent[] = [];
    for await (const page of hub.hub.store.subscribe({ categories: [category], live: false })) events.push(...page.events);
    return events;
  }))).flat();
});
afterAll(() => hub.close());

const isOfPerson = ({ stream }: StoredEvent): boolean => stream.startsWith('person-');
/** As a bus may bring them that keeps the order of each stream and none between streams. */
const personsFirst = (events: readonly StoredEvent[]): readonly StoredEvent[] => [...events.filter(isOfPerson), ...events.filter((event) => !isOfPerson(event))];
const rowsOver = (events: readonly StoredEvent[]) => rowsByDefinition(worklistProjection({ register }, hub.hub.store) as AnyProjection, events);

test('a link that comes before the cases that it names ends in the rows of the log\'s own order', async () => {
  const rows = await rowsByDefinition(worklistProjection({ register }) as AnyProjection, log);
  expect(rows['links']).toHaveLength(1);
  expect(await rowsOver(personsFirst(log))).toEqual(rows);
  expect(await rowsOver(log)).toEqual(rows);
});

test('a link by an organisation that was never responsible for either is refused, whenever it comes', async () => {
  const forged = log.map((event): StoredEvent => {
    if (!isOfPerson(event)) return event;
    return { ...event, bytes: Buffer.from(Buffer.from(event.bytes).toString('utf8').replaceAll(`"${S}"`, '"station-changde"')) };
  });
  for (const events of [forged, personsFirst(forged)]) await expect(rowsOver(events)).rejects.toThrow('linked at revision 0 is forbidden: not-yours');
});
