import { endOfLocalDate, localDateOf, startOfLocalDate } from '@guitu/contracts';
import type { Statistics } from '@guitu/contracts';
import { embeddedSource } from '@guitu/event-bus';
import { rebuiltRows, rowsOf } from '@guitu/event-bus/testing';
import { components } from '@guitu/referral';
import type { JsonValue } from '@guitu/vault';
import fc from 'fast-check';
import type { WayOut } from '../testing/deeds.js';
import { admit, day, laterBy, leave, rowOf, waysOut } from '../testing/deeds.js';
import type { Hosted } from '../testing/hosted.js';
import { host } from '../testing/hosted.js';
import { plainBlob } from '../testing/plain-vault.js';
import { periodReport } from './period-report.js';

const statistics: fc.Arbitrary<Statistics> = fc.record({
  sex: fc.constantFrom('male', 'female', 'unknown'),
  ageBand: fc.constantFrom('adult', 'elderly', 'minor', 'unknown'),
  origin: fc.constantFrom('same-province', 'other-province', 'unknown'),
  limbDisability: fc.boolean(),
  mentalIllness: fc.boolean(),
  intellectualDisability: fc.boolean(),
});

/** One episode as it truly was; days are counted from 20 February 2013, so that the period of March has all that can happen at its borders. */
const episode = fc.record({
  station: fc.constantFrom('baoji-station', 'changde-station'),
  admitted: fc.integer({ min: 0, max: 45 }),
  hour: fc.constantFrom(0, 12, 23.99),
  stay: fc.integer({ min: 0, max: 20 }),
  way: fc.option(fc.constantFrom(...waysOut), { nil: undefined }),
  statistics,
  correction: fc.option(fc.record({ sex: fc.constantFrom('male', 'female'), ageBand: fc.constantFrom('adult', 'minor'), mentalIllness: fc.boolean() }), { nil: undefined }),
  voided: fc.boolean(),
  linkToPrevious: fc.constantFrom('no', 'no', 'linked', 'unlinked later'),
});
type Episode = typeof episode extends fc.Arbitrary<infer E> ? E : never;

const dayOf = (number: number, hour: number): string => laterBy(startOfLocalDate('2013-02-20'), number * 1_440 + Math.round(hour * 60));
const linkedAt = day('2013-03-20');
const unlinkedAt = day('2013-04-02');

interface Acted {
  readonly episode: Episode;
  readonly admittedAt: string;
  readonly exit?: { readonly at: string; readonly way: WayOut };
  readonly known: Statistics;
  readonly personId: string;
  readonly link?: { readonly a: string; readonly b: string; readonly undone: boolean };
}

async function act({ play }: Hosted, one: Episode, previous: { personId: string; caseId: string } | undefined): Promise<Acted & { caseId: string }> {
  const admittedAt = dayOf(one.admitted, one.hour);
  const { caseId, admission } = await admit(play, one.station, admittedAt, one.statistics);
  const { personId } = await play.stateOf(caseId);
  if (one.correction !== undefined) {
    const { correction } = one;
    await play.record(caseId, { by: one.station, name: 'corrected', at: admittedAt, data: { target: admission.id, code: 'typing-error' }, seal: () => ({ statistical: plainBlob({ statistics: correction } as JsonValue) }) });
  }
  let exit: Acted['exit'];
  if (one.way !== undefined) {
    const at = laterBy(admittedAt, one.stay * 1_440);
    const event = await leave(play, one.station, caseId, at, one.way);
    if (one.voided) await play.record(caseId, { by: one.station, name: 'voided', at, data: { target: event.id } });
    else exit = { at, way: one.way };
  }
  let link: Acted['link'];
  if (previous !== undefined && one.linkToPrevious !== 'no') {
    // A station that is no longer responsible, because the person went home, may not link.
    const by = (await play.stateOf(caseId)).responsible?.organisation;
    if (by === one.station) {
      const extra = { otherCase: previous.caseId };
      const [event] = await play.record(caseId, { by, name: 'linked', at: linkedAt, data: { method: 'document' }, extra });
      const undone = one.linkToPrevious === 'unlinked later';
      if (undone) await play.record(caseId, { by, name: 'unlinked', at: unlinkedAt, data: { linkId: event?.id }, extra });
      link = { a: previous.personId, b: personId, undone };
    }
  }
  return { episode: one, admittedAt, ...(exit === undefined ? {} : { exit }), known: { ...one.statistics, ...one.correction }, personId, caseId, ...(link === undefined ? {} : { link }) };
}

/** The report as somebody would count it with a pencil. */
function recount(acted: readonly Acted[], from: string, to: string, served: boolean, station: string | undefined) {
  const counted = acted.filter(({ admittedAt, exit, episode: { station: at } }) => {
    const admittedOn = localDateOf(admittedAt);
    const there = served && admittedOn < from && (exit === undefined || localDateOf(exit.at) >= from);
    return (station === undefined || at === station) && ((admittedOn >= from && admittedOn <= to) || there);
  });
  const tally = (keyOf: (one: Acted) => string): Record<string, number> => {
    const rows: Record<string, number> = {};
    for (const one of counted) rows[keyOf(one)] = (rows[keyOf(one)] ?? 0) + 1;
    return rows;
  };
  const end = endOfLocalDate(to);
  const links = acted.flatMap(({ link }) => (link === undefined || linkedAt >= end || (link.undone && unlinkedAt < end) ? [] : [link]));
  const component = components(counted.map(({ personId }) => personId), links);
  return {
    total: counted.length,
    persons: new Set(counted.map(({ personId }) => component.get(personId))).size,
    bySex: tally(({ known }) => known.sex),
    byOrigin: tally(({ known }) => ({ 'same-province': 'sameProvince', 'other-province': 'otherProvince', unknown: 'unknown' })[known.origin]),
    byAge: tally(({ known }) => known.ageBand),
    keyGroups: { limbDisability: counted.filter(({ known }) => known.limbDisability).length, mentalIllness: counted.filter(({ known }) => known.mentalIllness).length, intellectualDisability: counted.filter(({ known }) => known.intellectualDisability).length },
    byExit: tally(({ exit }) => rowOf(exit !== undefined && localDateOf(exit.at) <= to ? exit.way : undefined)),
  };
}

const withoutZeros = (rows: Readonly<Record<string, number>>): Record<string, number> => Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0));

it('the report equals a recount by hand of any history, and its rows those of a rebuild', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(episode, { minLength: 1, maxLength: 10 }), fc.constantFrom('2013-03-31', '2013-04-05'), async (episodes, to) => {
      const hosted = await host();
      try {
        const acted: (Acted & { caseId: string })[] = [];
        for (const one of episodes) acted.push(await act(hosted, one, acted.at(-1)));
        await hosted.settled();
        expect(await hosted.projections.listParked()).toEqual([]);
        for (const basis of ['admitted-in-period', 'served'] as const) {
          for (const station of [undefined, 'baoji-station']) {
            const report = await periodReport(hosted.sources, { from: '2013-03-01', to, basis, stations: station === undefined ? undefined : [station] });
            const { total, persons, keyGroups, bySex, byOrigin, byAge, byExit } = report;
            expect({ total, persons, keyGroups, bySex: withoutZeros(bySex), byOrigin: withoutZeros(byOrigin), byAge: withoutZeros(byAge), byExit: withoutZeros(byExit) }).toEqual(
              recount(acted, '2013-03-01', to, basis === 'served', station),
            );
            expect(report.asOf?.index).toBeGreaterThan(0);
          }
        }
        for (const definition of hosted.definitions) {
          expect(hosted.projections.reader(definition.name).read(rowsOf)).toEqual(await rebuiltRows(definition, embeddedSource(hosted.store)));
        }
      } finally {
        await hosted.dispose();
      }
    }),
    { numRuns: 12 },
  );
});

it('an admission whose seal nobody can open any more is counted, as unknown', async () => {
  const hosted = await host();
  const { play } = hosted;
  const known: Statistics = { sex: 'male', ageBand: 'adult', origin: 'same-province', limbDisability: false, mentalIllness: false, intellectualDisability: false };
  await admit(play, 'baoji-station', day('2013-03-01'), known);
  const caseId = await play.open({ by: 'baoji-station', name: 'help-requested', at: day('2013-03-01'), data: { channel: 'walk-in' } });
  await play.record(caseId, { by: 'baoji-station', name: 'eligibility-decided', at: day('2013-03-01'), data: { eligible: true, ground: 'away-from-home-without-means', place: 'station' } });
  await play.record(caseId, { by: 'baoji-station', name: 'admitted', at: day('2013-03-01'), data: { place: 'station', identified: true }, seal: () => ({ statistical: { ...plainBlob({}), kid: 'lost' } }) });
  await hosted.settled();
  expect(await periodReport(hosted.sources, { from: '2013-03-01', to: '2013-03-01', basis: 'admitted-in-period' })).toMatchObject({ total: 2, unopened: 1, bySex: { male: 1, female: 0, unknown: 1 } });
  await hosted.dispose();
});

it('an empty log has an empty report that says so', async () => {
  const hosted = await host();
  expect(await periodReport(hosted.sources, { from: '2013-01-01', to: '2013-12-31', basis: 'served' })).toMatchObject({ total: 0, persons: 0, asOf: null });
  await hosted.dispose();
});
