import { endOfLocalDate, startOfLocalDate } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import { maskPlaces } from '@guitu/service-kit';
import type { BrokenGlassRow } from '../cases/case-rows.js';
import { protectedCases } from '../protection.js';
import type { Sources } from '../sources.js';

/** One emergency access: who looked without an approval, why, and what the office above thought of it. */
export interface ListedAccess {
  readonly accessId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly organisation: string;
  readonly user: string;
  readonly at: string;
  readonly ground: string;
  readonly responsible?: string;
  /** Absent while nobody has reviewed it. */
  readonly outcome?: string;
}

const listed = (row: BrokenGlassRow): ListedAccess => ({
  accessId: row.access_id, caseId: row.case_id, caseNumber: row.number, organisation: row.organisation, user: row.user, at: row.at, ground: row.ground,
  ...(row.responsible === null ? {} : { responsible: row.responsible }),
  ...(row.outcome === null ? {} : { outcome: row.outcome }),
});

export interface AskedAccesses {
  /** Local dates, inclusive. */
  readonly from: string;
  readonly to: string;
  /** In whose cases. */
  readonly ofWhom: (responsible: string) => boolean;
  /** One station was named, by somebody else: which of them answers for a hidden person is not told by what is listed under it either. */
  readonly named: boolean;
}

/** Emergency accesses in the order in which they happened. */
export async function brokenGlass(sources: Sources, { from, to, ofWhom, named }: AskedAccesses): Promise<readonly ListedAccess[]> {
  const rows = sources
    .read('audit', (db) => prepared<[string, string], BrokenGlassRow>(db, 'select b.*, c.number from broken_glass b join cases c using (case_id) where b.at >= ? and b.at < ? order by b.at, b.access_id').all(startOfLocalDate(from), endOfLocalDate(to)))
    .filter(({ responsible }) => ofWhom(responsible ?? ''));
  const hidden = await protectedCases(sources, rows.map(({ case_id }) => case_id));
  return rows.filter(({ case_id }) => !named || !hidden.has(case_id)).map((row) => (hidden.has(row.case_id) ? maskPlaces(listed(row), sources.register) : listed(row)));
}
