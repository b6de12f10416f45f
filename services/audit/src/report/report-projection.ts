import { decodeEvent } from '@guitu/contracts';
import type { AnyEvent, Statistics } from '@guitu/contracts';
import type { ProjectionDefinition } from '@guitu/event-bus';
import { prepared } from '@guitu/event-bus';
import type { EventReader } from '@guitu/event-store';
import { voidedEvents } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Vault } from '@guitu/vault/asking';
import { ForbiddenEvent } from '@guitu/referral';
import type { OpenedStatistics } from './open-statistics.js';
import { openStatistics } from './open-statistics.js';
import { personsOfCases } from '../sealed/persons-of-cases.js';

export interface StatisticsRow {
  readonly case_id: string;
  readonly event_id: string;
  readonly station: string;
  readonly sex: Statistics['sex'] | null;
  readonly age_band: Statistics['ageBand'] | null;
  readonly origin: Statistics['origin'] | null;
  readonly limb: 0 | 1 | null;
  readonly mental: 0 | 1 | null;
  readonly intellectual: 0 | 1 | null;
  readonly return_age_band: Statistics['returnAgeBand'] | null;
  readonly condition_category: Statistics['conditionCategory'] | null;
  readonly rescue_type: Statistics['rescueType'] | null;
  /** A JSON array of codes. */
  readonly special_groups: string | null;
}

const flag = (value: boolean | undefined): 0 | 1 | null => (value === undefined ? null : value ? 1 : 0);
const valuesOf = (known: Partial<Statistics> | undefined) =>
  [
    known?.sex ?? null, known?.ageBand ?? null, known?.origin ?? null, flag(known?.limbDisability), flag(known?.mentalIllness), flag(known?.intellectualDisability),
    known?.returnAgeBand ?? null, known?.conditionCategory ?? null, known?.rescueType ?? null, known?.specialGroups === undefined ? null : JSON.stringify(known.specialGroups),
  ] as const;

function count(tx: SqliteDatabase, event: AnyEvent, opened: OpenedStatistics): void {
  const known = opened.get(event.id);
  if (event.name === 'admitted') {
    prepared(tx, 'insert or replace into statistics values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(event.subject, event.id, event.actor.organisation, ...valuesOf(known));
  } else if (event.name === 'corrected' && known !== undefined) {
    const row = prepared<[string], StatisticsRow>(tx, 'select * from statistics where case_id = ?').get(event.subject);
    if (row?.event_id !== event.data.target) return;
    if (row.station !== event.actor.organisation) throw new ForbiddenEvent(event, 'not-yours');
    prepared(
      tx,
      `update statistics set sex = coalesce(?, sex), age_band = coalesce(?, age_band), origin = coalesce(?, origin),
       limb = coalesce(?, limb), mental = coalesce(?, mental), intellectual = coalesce(?, intellectual),
       return_age_band = coalesce(?, return_age_band), condition_category = coalesce(?, condition_category), rescue_type = coalesce(?, rescue_type), special_groups = coalesce(?, special_groups)
       where case_id = ?`,
    ).run(...valuesOf(known), event.subject);
  }
}

export interface ReportProjectionOptions {
  readonly vault: Pick<Vault, 'open'>;
  /** To look up the opening of a case that was opened long before it was admitted. */
  readonly store: EventReader;
}

/**
 * What reports count of each admission, in plain text and by case id alone: the one file with the class `statistical` in it. Null where it cannot be
 * opened any more; the report counts that as unknown.
 *
 * Counted is what was known at admission, as corrected later. What `identity-established` finds out does not count: a person-time is reported by the
 * admission's own register (Form 4), the survey and the Henan form count admissions as entered, and a number once reported changes only where
 * somebody says, by a correction of that very entry, that it was wrong.
 */
export function reportProjection({ vault, store }: ReportProjectionOptions): ProjectionDefinition<AnyEvent, OpenedStatistics | undefined> {
  const persons = personsOfCases(store);
  const none: OpenedStatistics = new Map();
  return {
    name: 'report',
    version: 2,
    categories: ['case'],
    restMs: 100,
    schema: `create table statistics (
      case_id text primary key, event_id text not null, station text not null, sex text, age_band text, origin text, limb integer, mental integer, intellectual integer,
      return_age_band text, condition_category text, rescue_type text, special_groups text
    ) without rowid;`,
    decode: ({ bytes }) => decodeEvent(bytes),
    prepare: (events) => openStatistics(vault, persons, events),
    apply: (tx, event, opened) => count(tx, event, opened ?? none),
    replacesOn: ({ name }) => name === 'voided',
    replace: (tx, stream, events, opened) => {
      prepared(tx, 'delete from statistics where case_id = ?').run(stream.slice('case-'.length));
      const gone = voidedEvents(events);
      for (const event of events) if (!gone.has(event.id)) count(tx, event, opened ?? none);
    },
  };
}
