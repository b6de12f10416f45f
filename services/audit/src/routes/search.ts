import { caseIdOfNumber, caseStream, decodeEvent, personStream } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import { Problem, answerOf, maskPlaces, searchRoute as askedByBody, toldWhose } from '@guitu/service-kit';
import type { FieldError, Route } from '@guitu/service-kit';
import type { SqliteDatabase } from '@guitu/sqlite';
import { foundIn } from '@guitu/vault';
import type { IndexQuery } from '@guitu/vault';
import { z } from 'zod';
import type { CaseRow } from '../cases/case-rows.js';
import { caseColumns } from '../cases/case-rows.js';
import { foldChecked } from '../history/case-fold.js';
import type { AuditLook } from '../history/case-history.js';
import { protectedCases } from '../protection.js';
import { freshen } from '../sources.js';
import type { Sources } from '../sources.js';
import { id, titled } from './parameters.js';

const text = (max: number) => z.string().min(1).max(max).refine((value) => !/[\u0000-\u001f\u007f-\u009f]/u.test(value), { message: 'control characters are not allowed', params: { rule: 'no-control-characters' } });

const body = z.strictObject({
  caseNumber: titled('个案编号', 'Case number, as people write it', text(64).optional()),
  caseId: titled('个案', 'Case', id().optional()),
  name: titled('姓名', 'Name, or its surname, given name or another part; or the pinyin of any of these', text(100).optional()),
  idNumber: titled('公民身份号码', 'Identity number', text(64).optional()),
});
type Body = z.output<typeof body>;

const optional = () => z.string().optional();
const answer = z.object({
  cases: z.array(
    z.object({
      caseId: z.string(), caseNumber: z.string(), personId: z.string(), openedBy: optional(), openedAt: optional(), station: optional(), admittedAt: optional(),
      exit: optional(), exitAt: optional(), closed: optional(), closedAt: optional(), custodianKind: optional(), custodian: optional(), responsible: optional(),
    }),
  ),
  more: titled('尚有更多', 'There are more than are shown; search by something narrower', z.boolean()),
});

const MOST = 200;
const invalid = (pointer: string, rule: string, fix: FieldError['fix']): Problem => Problem.invalid([{ in: 'body', pointer, rule, fix }]);

function found(row: CaseRow) {
  const shown = (value: string | null): string | undefined => value ?? undefined;
  return {
    caseId: row.case_id, caseNumber: row.number, personId: row.person_id, openedBy: shown(row.opener), openedAt: shown(row.opened_at), station: shown(row.station), admittedAt: shown(row.admitted_at),
    exit: shown(row.exit_code), exitAt: shown(row.exit_at), closed: shown(row.closed_code), closedAt: shown(row.closed_at), custodianKind: shown(row.custodian_kind), custodian: shown(row.custodian), responsible: shown(row.responsible),
  };
}

const byCase = (caseId: string) => (db: SqliteDatabase) => prepared<[string], CaseRow>(db, `select ${caseColumns} from cases where case_id = ?`).all(caseId);
const byPersons = (persons: readonly string[]) => (db: SqliteDatabase) =>
  prepared<[string], CaseRow>(db, `select ${caseColumns} from cases where person_id in (select value from json_each(?)) order by opened_position desc limit ${MOST + 1}`).all(JSON.stringify(persons));

/** Page by page, until there are more than are shown: a name that thousands bear must not hold up everybody else. */
async function byIdentity({ vault, read }: Pick<Sources, 'vault' | 'read'>, query: IndexQuery): Promise<readonly CaseRow[]> {
  const rows: CaseRow[] = [];
  for await (const persons of foundIn(vault, query)) {
    rows.push(...read('audit', byPersons(persons)));
    if (rows.length > MOST) break;
  }
  return rows.sort((one, other) => (one.opened_position < other.opened_position ? 1 : -1));
}

/**
 * Of these the cases of which the auditor may be told whose they are, which is then on record; not those of children without an approval, nor those whose processing is restricted.
 * By the case as it is now.
 */
async function toldOf(sources: Sources, rows: readonly CaseRow[], { viewer, now, answer }: AuditLook): Promise<readonly CaseRow[]> {
  const { vault, store, register } = sources;
  const read = async (stream: string): Promise<readonly AnyEvent[]> => (await store.readStream(stream)).map(({ bytes }) => decodeEvent(bytes));
  const told = await Promise.all(
    rows.map(async ({ case_id, person_id }) => {
      const events = await read(caseStream(case_id));
      const look = { viewer, purpose: 'audit', present: foldChecked(events, register).state, register, now } as const;
      return (await toldWhose(vault, events, look, answer)) || (await toldWhose(vault, await read(personStream(person_id)), look, answer));
    }),
  );
  return rows.filter((_, place) => told[place]);
}

async function search({ vault, read }: Sources, { caseNumber, caseId, name, idNumber }: Body): Promise<readonly CaseRow[]> {
  if (caseId !== undefined) return read('audit', byCase(caseId));
  if (caseNumber !== undefined) {
    const meant = caseIdOfNumber(caseNumber);
    if (meant === undefined) throw invalid('/caseNumber', 'case-number', { zh: '编号有误：共 31 位，末位为校验码，请核对。', en: 'Mistyped: 31 characters, the last of which is a check character.' });
    return read('audit', byCase(meant));
  }
  return byIdentity({ vault, read }, name === undefined ? { kind: 'id-number', value: idNumber ?? '' } : { kind: 'name', value: name });
}

/**
 * Finds cases. A POST, because what people search by is personal and must not stand in an address; it changes nothing, and by a name or a number it is on record as a look. Names and identity numbers are sought in the vault's blind index, never in plain text.
 */
export function searchRoute(sources: Sources): Route {
  return askedByBody({
    path: '/search',
    operationId: 'audit-search',
    tag: 'search',
    summary: { zh: '查找个案', en: 'Find cases' },
    description: { zh: '按个案编号、个案、姓名或公民身份号码之一查找；不改变任何数据。按姓名或号码查到的人员留查阅记录。', en: 'By one of case number, case, name or identity number; changes nothing. Whom a name or a number finds is on record as a look.' },
    roles: ['audit'],
    request: { body },
    responses: { 200: { description: { zh: '个案', en: 'Cases, newest first' }, schema: answer } },
    handler: async (context) => {
      const { body: asked, caller, now } = context;
      if (Object.values(asked).filter((value) => value !== undefined).length !== 1) {
        throw invalid('', 'one-of-four', { zh: '请给出 caseNumber、caseId、name、idNumber 之一。', en: 'Send exactly one of caseNumber, caseId, name, idNumber.' });
      }
      await freshen(sources, ['audit']);
      const rows = await search(sources, asked);
      const byWhom = asked.name !== undefined || asked.idNumber !== undefined;
      const look = { viewer: caller, now: new Date(now).toISOString(), answer: answerOf(context) };
      const shown = byWhom ? await toldOf(sources, rows.slice(0, MOST), look) : rows.slice(0, MOST);
      const hidden = await protectedCases(sources, shown.map(({ case_id }) => case_id));
      const cases = shown.map((row) => (hidden.has(row.case_id) ? maskPlaces(found(row), sources.register) : found(row)));
      return { body: { cases, more: rows.length > MOST } };
    },
  });
}
