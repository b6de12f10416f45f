import { prepared } from '@guitu/event-bus';
import { OperatorRefusal, operatorVerb } from '@guitu/service-kit';
import type { OperatorVerb } from '@guitu/service-kit';
import { z } from 'zod';
import type { Office } from '../dependencies.js';
import { isCurrent } from '../persons/whole-person.js';
import { retentionClasses } from './schedule.js';
import type { RetentionClass } from './schedule.js';
import { termOf } from './terms.js';

const AT_ONCE = 200;
/** Cases that are read before whoever else waits is served: some milliseconds. */
const IN_A_ROW = 5;
/** Cases that an answer names of each line, unless all are asked for. */
const NAMED = 10;

/** Of whoever was erased nothing is kept that could become due. */
const standing = 'closed_at is not null and person_id not in (select person_id from erased)';

interface Tally {
  count: number;
  readonly caseIds: string[];
}

/** `guitu retention --dry-run`: the closed cases whose term is over, by line of the schedule. Each is judged by the log itself. */
export function retentionVerb(office: Pick<Office, 'persons' | 'cases' | 'terms' | 'runtime' | 'store' | 'status'>): OperatorVerb {
  const { persons, cases, terms, runtime } = office;
  const page = (after: string): readonly string[] =>
    persons.read((db) => prepared<[string, number], { readonly case_id: string }>(db, `select case_id from cases where case_id > ? and ${standing} order by case_id limit ?`).all(after, AT_ONCE).map(({ case_id }) => case_id));
  const total = (): number => persons.read((db) => prepared<[], { readonly n: number }>(db, `select count(*) as n from cases where ${standing}`).get()?.n ?? 0);

  return operatorVerb({
    name: 'retention',
    input: z.strictObject({ all: z.boolean() }),
    looks: true,
    run: async ({ all: named }, { progress, signal }) => {
      if (!(await isCurrent(office))) throw new OperatorRefusal('The list of persons is behind the log, or is being built anew: "guitu projections" shows how far it is. Ask again when it is there.');
      const now = new Date(runtime.businessNow()).toISOString();
      const tallies = new Map<RetentionClass, Tally>(retentionClasses.filter((line) => terms[line] !== undefined).map((line) => [line, { count: 0, caseIds: [] }]));
      const all = total();
      let looked = 0;
      for (let last = ''; ; ) {
        signal.throwIfAborted();
        const ids = page(last);
        for (const [place, caseId] of ids.entries()) {
          // A case that is read at once gives nobody a turn.
          if (place % IN_A_ROW === 0) await runtime.sleep(0);
          const term = termOf((await cases(caseId)).state, terms);
          const tally = term?.ends === undefined || term.ends > now ? undefined : tallies.get(term.line);
          if (tally === undefined) continue;
          tally.count += 1;
          if (named || tally.caseIds.length < NAMED) tally.caseIds.push(caseId);
        }
        looked += ids.length;
        progress('looking at closed cases', looked, Math.max(all, looked));
        if (ids.length < AT_ONCE) break;
        last = ids.at(-1) ?? last;
      }
      return { cases: looked, due: [...tallies].map(([line, tally]) => ({ line, ...tally })), off: retentionClasses.filter((line) => terms[line] === undefined) };
    },
  });
}
