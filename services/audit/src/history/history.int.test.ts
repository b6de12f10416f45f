import { caseStream, notesStream } from '@guitu/contracts';
import type { Statistics } from '@guitu/contracts';
import { overlapsAfter } from '../cases/overlap-scan.js';
import { admit, day, laterBy, leave } from '../testing/deeds.js';
import type { Hosted } from '../testing/hosted.js';
import { host } from '../testing/hosted.js';
import { caseHistory } from './case-history.js';
import { caseView } from './case-view.js';
import { prefixOf } from './prefix.js';
import { personTimeline } from './timeline.js';

const S = 'baoji-station';
const man: Statistics = { sex: 'male', ageBand: 'adult', origin: 'same-province', limbDisability: false, mentalIllness: false, intellectualDisability: false };

let hosted: Hosted;
beforeEach(async () => {
  hosted = await host();
});
afterEach(() => hosted.dispose());

async function viewOf(caseId: string, asked: { asOfIndex?: number } = {}, at?: string) {
  const prefix = await prefixOf(hosted.sources, asked, []);
  const history = prefix === undefined ? undefined : await caseHistory(hosted.sources, caseId, prefix, { viewer: { organisation: 'audit-office', role: 'audit' }, now: day('2013-06-01'), answer: { id: 'request-1', operation: 'test' } });
  return prefix === undefined || history === undefined ? undefined : { ...caseView(history.folded, prefix, at), events: history.entries };
}

it('a fold stops at asOf, also for voids: before the void was recorded the exit stands, after it it does not', async () => {
  const { play } = hosted;
  const { caseId } = await admit(play, S, day('2013-03-01'), man);
  const exit = await leave(play, S, caseId, day('2013-03-05'), 'ticket');
  await play.record(caseId, { by: S, name: 'voided', at: day('2013-03-06'), data: { target: exit.id } });
  await hosted.settled();
  expect(await viewOf(caseId, { asOfIndex: 1 })).not.toHaveProperty('admitted.station');
  expect(await viewOf(caseId, { asOfIndex: 4 })).toMatchObject({ exit: { code: '5.2' }, custodian: { kind: 'self' } });
  const now = await viewOf(caseId);
  expect(now).toMatchObject({ custodian: { kind: 'organisation', organisation: S }, asOf: { index: 5 } });
  expect(now?.exit).toBeUndefined();
  expect(now?.events.map(({ index, name }) => `${index} ${name}`)).toEqual(['0 help-requested', '1 eligibility-decided', '2 admitted', '3 ticket-issued', '4 exit-completed', '5 voided']);
  expect(now?.events[4]).toMatchObject({ voided: true });
  expect(hosted.sources.read('audit', (db) => db.prepare('select exit_code, custodian from cases').all())).toEqual([{ exit_code: null, custodian: S }]);
});

it('the duties are those of the admission, and the identity clocks with them once the identity has proved wrong', async () => {
  const { play } = hosted;
  const { caseId } = await admit(play, S, day('2013-03-01'), man);
  await play.record(caseId, { by: S, name: 'identity-withdrawn', at: day('2013-03-20'), data: { code: 'wrong-person' } });
  await hosted.settled();
  const rules = (view: { readonly duties: readonly { readonly rule: string }[] } | undefined) => view?.duties.map(({ rule }) => rule);
  expect(rules(await viewOf(caseId, { asOfIndex: 2 }))).toEqual(['T03']);
  expect(rules(await viewOf(caseId))).toEqual(['T03', 'T05', 'T10', 'T06', 'T12']);
});

it('at cuts the intervals and nothing else', async () => {
  const { play } = hosted;
  const { caseId } = await admit(play, S, day('2013-03-01'), man);
  await leave(play, S, caseId, day('2013-03-05'), 'ticket');
  await hosted.settled();
  const then = await viewOf(caseId, {}, day('2013-03-03'));
  expect(then).toMatchObject({ exit: { code: '5.2' }, custodian: { organisation: S }, responsible: S });
  expect(then?.custody.at(-1)).toEqual({ custodian: { kind: 'organisation', organisation: S, role: 'station' }, from: day('2013-03-01'), eventId: expect.any(String) });
  expect(await viewOf(caseId, {}, day('2013-02-28'))).toMatchObject({ custody: [], responsibility: [] });
});

it('notes of the case stand in its history in log order', async () => {
  const { play } = hosted;
  const { caseId } = await admit(play, S, day('2013-03-01'), man);
  await play.record(caseId, { by: S, name: 'note-added', at: day('2013-03-02') });
  await leave(play, S, caseId, day('2013-03-05'), 'ticket');
  await hosted.settled();
  expect((await viewOf(caseId))?.events.map(({ stream }) => stream)).toEqual([...Array<string>(3).fill(caseStream(caseId)), notesStream(caseId), ...Array<string>(2).fill(caseStream(caseId))]);
});

it('an event that the rules forbid is parked and listed, shown in the history, and never applied', async () => {
  const { play } = hosted;
  const { caseId } = await admit(play, S, day('2013-03-01'), man);
  await play.forge(caseStream(caseId), { name: 'exit-completed', occurredAt: day('2013-03-02'), data: { code: '5.2', belongingsReturned: true } });
  const other = await admit(play, S, day('2013-03-01'), man);
  await play.forge(caseStream(other.caseId), { name: 'ticket-issued', occurredAt: day('2013-03-02'), actor: { organisation: 'baoji-hospital', role: 'station', division: '610302' }, data: { carrier: 'rail', direct: true, costFen: 1 } });
  await hosted.settled();
  const parked = await hosted.projections.listParked('audit');
  expect(parked.map(({ stream, detail }) => `${stream} ${detail}`).sort()).toEqual(
    [`${caseStream(caseId)} ForbiddenEvent: exit-completed at revision 3 is forbidden: exit-ground-missing`, `${caseStream(other.caseId)} ForbiddenEvent: ticket-issued at revision 3 is forbidden: role-not-its-own`].sort(),
  );
  expect(hosted.incidents.filter(({ kind, projection }) => kind === 'parked' && projection === 'audit')).toHaveLength(2);
  const view = await viewOf(caseId);
  expect(view).toMatchObject({ forbiddenEvents: [{ name: 'exit-completed', index: 3, code: 'exit-ground-missing' }], custodian: { organisation: S } });
  expect(view?.exit).toBeUndefined();
});

it('a void by somebody who may not is forbidden too', async () => {
  const { play } = hosted;
  const { caseId } = await admit(play, S, day('2013-03-01'), man);
  const exit = await leave(play, S, caseId, day('2013-03-05'), 'ticket');
  await play.forge(caseStream(caseId), { name: 'voided', data: { target: exit.id }, actor: { organisation: 'changde-station', role: 'station', division: '430700' } });
  await hosted.settled();
  expect(await hosted.projections.listParked('audit')).toMatchObject([{ stream: caseStream(caseId), reason: 'refused', revision: 5 }]);
  expect(hosted.sources.read('audit', (db) => db.prepare('select exit_code from cases').pluck().all())).toEqual(['5.2']);
});

describe('two cases of one person', () => {
  async function twoCases() {
    const { play } = hosted;
    const first = await admit(play, S, day('2013-03-01'), man);
    const second = await admit(play, 'changde-station', day('2013-03-04'), man);
    await leave(play, S, first.caseId, day('2013-03-05'), 'ticket');
    await play.record(first.caseId, { by: S, name: 'case-closed', at: laterBy(day('2013-03-05'), 1), data: { code: 'exited' } });
    const [one, other] = await Promise.all([play.stateOf(first.caseId), play.stateOf(second.caseId)]);
    return { first: one, second: other };
  }
  const timelineOf = async (personId: string, asOfIndex?: number) => {
    const prefix = await prefixOf(hosted.sources, asOfIndex === undefined ? {} : { asOfIndex }, ['audit']);
    return prefix === undefined ? undefined : personTimeline(hosted.sources, personId, prefix, undefined);
  };

  it('are one timeline while they are linked, before and after that two, by the prefix asked for', async () => {
    const { play } = hosted;
    const { first, second } = await twoCases();
    const [link] = await play.record(second.caseId, { by: 'changde-station', name: 'linked', at: day('2013-03-07'), data: { method: 'document' }, extra: { otherCase: first.caseId } });
    const linkId = link?.name === 'linked' ? link.data.linkId : '';
    await play.record(second.caseId, { by: 'changde-station', name: 'unlinked', at: day('2013-03-08'), data: { linkId }, extra: { otherCase: first.caseId } });
    await hosted.settled();
    const persons = async (asOfIndex?: number) => (await timelineOf(first.personId, asOfIndex))?.persons;
    expect(await persons(8)).toEqual([first.personId]);
    expect(await persons(9)).toEqual([first.personId, second.personId].sort());
    expect(await persons()).toEqual([first.personId]);
    expect(await timelineOf(second.personId, 9)).toMatchObject({ cases: [{ caseId: first.caseId }, { caseId: second.caseId }].sort(({ caseId }) => (caseId === (first.personId < second.personId ? first : second).caseId ? -1 : 1)) });
  });

  it('that both had the person at the same time are a finding, on the timeline and in the list', async () => {
    const { play } = hosted;
    const { first, second } = await twoCases();
    await play.record(second.caseId, { by: 'changde-station', name: 'linked', at: day('2013-03-07'), data: { method: 'document' }, extra: { otherCase: first.caseId } });
    await hosted.settled();
    const expected = { kind: 'custody-overlap', from: day('2013-03-04'), to: day('2013-03-05'), stays: [{ caseId: first.caseId }, { caseId: second.caseId }] };
    const timeline = await timelineOf(second.personId);
    expect(timeline?.findings).toMatchObject([expected]);
    expect(timeline?.agencies.map(({ organisation }) => organisation)).toEqual([S, 'changde-station']);
    const { overlaps, next } = hosted.sources.read('audit', (db) => overlapsAfter(db, '', 50));
    expect(overlaps).toMatchObject([{ ...expected, persons: [first.personId, second.personId].sort() }]);
    expect(next).toBeUndefined();
  });

  it('may only be linked by a station that is or was responsible for one of them', async () => {
    const { play } = hosted;
    const { first, second } = await twoCases();
    const [a, b] = first.personId < second.personId ? [first, second] : [second, first];
    const [link] = await play.record(second.caseId, { by: 'changde-station', name: 'linked', at: day('2013-03-07'), data: { method: 'document' }, extra: { otherCase: first.caseId } });
    await play.forge(`person-${a.personId}`, {
      name: 'linked', actor: { organisation: 'baoji-station', role: 'hospital', division: '610300' },
      data: { linkId: '00000000-0000-4000-8000-000000000009', a: a.personId, b: b.personId, caseA: a.caseId, caseB: b.caseId, method: 'document' },
    });
    await hosted.settled();
    expect(link?.name).toBe('linked');
    expect(await hosted.projections.listParked('audit')).toMatchObject([{ stream: `person-${a.personId}`, revision: 1 }]);
  });
});

it('a handover has both signatures, and one that one side alone attests is listed until the other confirms', async () => {
  const { play } = hosted;
  const caseId = await play.open({ by: 'baoji-police', name: 'found', at: day('2013-03-01'), data: { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302' } });
  const [sent] = await play.record(caseId, { by: 'baoji-police', name: 'referral-sent', at: day('2013-03-01'), data: { to: 'baoji-hospital', purpose: 'medical', urgency: 'emergency' } });
  const referralId = sent?.name === 'referral-sent' ? sent.data.referralId : '';
  const [taken] = await play.record(caseId, {
    by: 'baoji-hospital', name: 'handed-over', at: day('2013-03-01', 11), data: { to: { kind: 'organisation', organisation: 'baoji-hospital' }, referralId, attestation: 'receiver-only', reservations: [] },
  });
  await hosted.settled();
  const listed = () => hosted.sources.read('audit', (db) => db.prepare('select handover_id, attestation, giver, receiver, confirmed from one_sided').all());
  const row = { handover_id: taken?.id, attestation: 'receiver-only', giver: 'baoji-police', receiver: 'baoji-hospital' };
  expect(listed()).toEqual([{ ...row, confirmed: 0 }]);
  expect((await viewOf(caseId))?.handovers).toMatchObject([{ oneSided: true, givenBy: undefined, receivedBy: { organisation: 'baoji-hospital', at: day('2013-03-01', 11) } }]);
  await play.record(caseId, { by: 'baoji-police', name: 'handover-confirmed', at: day('2013-03-02'), data: { handoverId: taken?.id } });
  await hosted.settled();
  expect(listed()).toEqual([{ ...row, confirmed: 1 }]);
  expect((await viewOf(caseId))?.handovers).toMatchObject([{ oneSided: false, givenBy: { organisation: 'baoji-police' } }]);
});
