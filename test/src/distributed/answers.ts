import { ServiceProblem } from '@guitu/client';
import type { BaseUrls, ServiceName } from '@guitu/client';
import { caseStream, decodeEvent } from '@guitu/contracts';
import type { EventReader } from '@guitu/event-store';
import { createRegister, foldCase, standing } from '@guitu/referral';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import { sampleClients, sampleReportQuery } from '@guitu/standalone';
import { fetchToken } from '../support/token.js';
import { waitFor } from '../support/wait-for.js';
import { everyone } from './everyone.js';

/** What a hub answers, by the question, as it came but for what `comparable` removes. */
export type Answers = ReadonlyMap<string, unknown>;

/** The questions that were refused. */
export const refusedIn = (answers: Answers): readonly string[] =>
  [...answers].filter(([, answer]) => typeof answer === 'object' && answer !== null && 'status' in answer && typeof answer.status === 'number').map(([question]) => question);

/** A case and who has a standing in it: their questions are answered with more than 404. */
export interface AskedCase {
  readonly caseId: string;
  readonly personId: string;
  readonly organisations: readonly string[];
}

/** Of each case who takes part in it, with the offices above them, by the log. */
export async function askedCases(store: EventReader, caseIds: Iterable<string>, now: string): Promise<readonly AskedCase[]> {
  const register = createRegister(everyone);
  return Promise.all(
    [...caseIds].map(async (caseId) => {
      const state = foldCase((await store.readStream(caseStream(caseId))).map(({ bytes }) => decodeEvent(bytes)));
      const organisations = register.all.filter(({ id, role }) => role in agencyOf && standing(state, id, register, now) !== 'none').map(({ id }) => id);
      return { caseId, personId: state.personId, organisations };
    }),
  );
}

const agencyOf = { police: 'police', hospital: 'hospital', station: 'station', 'elder-care': 'elder-care', 'civil-affairs': 'civil-affairs' } as const;
const serviceOf = (organisation: string): ServiceName => {
  const role = everyone.organisations.find(({ id }) => id === organisation)?.role ?? 'audit';
  return role in agencyOf ? agencyOf[role as keyof typeof agencyOf] : 'audit';
};
const auditor = 'audit-baoji';
/** Takes part in nothing, and is told so. */
export const stranger = 'care-weihe';
const TOGETHER = 8;

/**
 * The position of an event is its place in its own store: a number of SQLite's, or an offset in a file of EventStoreDB's. It is the only thing that the profiles may tell differently.
 * Ids, times of recording and log indexes are the same, where the same commands were taken in the same order.
 */
const comparable = (answer: unknown): unknown => JSON.parse(JSON.stringify(answer, (name, value: unknown) => (name === 'position' ? undefined : value))) as unknown;
const comparableTable = (csv: string): string => csv.split('\r\n').filter((line) => !line.includes(',asOf.position,')).join('\r\n');

export interface AskOptions {
  readonly urls: BaseUrls;
  readonly cases: readonly AskedCase[];
  /** Business clock of whoever asks. */
  readonly now: string;
  /** Events in the log; the report and what audit found are asked once they have counted so many. */
  readonly events: number;
  /** What everybody searches for. */
  readonly names: readonly string[];
}

/** Everything that organisations and auditors can ask of these cases. */
export async function answersOf({ urls, cases, now, events, names }: AskOptions): Promise<Answers> {
  const clients = sampleClients({ baseUrls: urls, runtime: systemRuntime, secretOf: sampleSecret });
  const get = <T>(organisation: string, path: string, query: Readonly<Record<string, string | number>> = {}): Promise<T> => {
    return clients.of(organisation).get<T>(path.startsWith('/reports') ? 'audit' : serviceOf(organisation), path, query, { now });
  };
  /** A refusal is an answer too. */
  const ask = (organisation: string, path: string, query?: Readonly<Record<string, string | number>>): Promise<unknown> =>
    get(organisation, path, query).catch((error: unknown) => {
      if (error instanceof ServiceProblem) return { status: error.status, code: error.code };
      throw error;
    });
  const all = async (organisation: string, path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const pages: unknown[] = [];
    for (let cursor: string | undefined; ; ) {
      const { next, ...page } = await get<{ readonly next?: string }>(organisation, path, { limit: 100, ...query, ...(cursor === undefined ? {} : { cursor }) });
      pages.push(page);
      cursor = next;
      if (cursor === undefined) return pages;
    }
  };
  const search = (organisation: string, name: string): Promise<unknown> => clients.of(organisation).search(serviceOf(organisation), '/search', { name }, { now });
  const table = async (organisation: string, query: Readonly<Record<string, string>>): Promise<string> => {
    const token = await fetchToken(urls.issuer, organisation);
    return comparableTable(await (await fetch(`${urls.audit}/reports/period.csv?${new URLSearchParams(query)}`, { headers: { authorization: `Bearer ${token}` } })).text());
  };

  const questions: [question: string, ask: () => Promise<unknown>][] = [];
  for (const { caseId, personId, organisations } of cases) {
    for (const organisation of [...organisations, stranger]) questions.push([`${organisation}: case ${caseId}`, () => ask(organisation, `/cases/${caseId}`)]);
    for (const path of [`/cases/${caseId}`, `/cases/${caseId}/history`, `/persons/${personId}/timeline`]) questions.push([`${auditor}: ${path}`, () => ask(auditor, path)]);
  }
  for (const organisation of new Set(cases.flatMap(({ organisations }) => organisations))) {
    for (const list of ['for-me', 'for-others', 'custody']) questions.push([`${organisation}: worklist ${list}`, () => all(organisation, '/worklist', { list })]);
  }
  for (const organisation of new Set([...cases.flatMap(({ organisations }) => organisations), stranger, auditor])) {
    for (const name of names) questions.push([`${organisation}: search ${name}`, () => search(organisation, name)]);
  }
  for (const path of ['/findings', '/one-sided-handovers', '/cases']) questions.push([`${auditor}: ${path}`, () => all(auditor, path)]);
  for (const organisation of [auditor, 'station-baoji']) {
    for (const basis of ['admitted-in-period', 'served']) {
      const query = { ...sampleReportQuery, basis };
      questions.push([`${organisation}: report ${basis}`, () => ask(organisation, '/reports/period', query)], [`${organisation}: report ${basis} as a table`, () => table(organisation, query)]);
    }
  }

  try {
    await reportCounted(urls, events);
    const answers = new Map<string, unknown>();
    const waiting = questions.values();
    await Promise.all(
      Array.from({ length: TOGETHER }, async () => {
        for (const [question, answer] of waiting) answers.set(question, comparable(await answer()));
      }),
    );
    return answers;
  } finally {
    clients.close();
  }
}

/** Resolves when the report, and with it all that audit projects, has counted so many events of the log. */
export async function reportCounted(urls: BaseUrls, events: number): Promise<void> {
  const clients = sampleClients({ baseUrls: urls, runtime: systemRuntime, secretOf: sampleSecret });
  const counted = async (): Promise<number> => (await clients.of(auditor).get<{ readonly asOf: { readonly index: number } | null }>('audit', '/reports/period', sampleReportQuery)).asOf?.index ?? -1;
  try {
    await waitFor('the report to have counted the whole log', async () => (await counted()) >= events - 1, 30_000);
  } finally {
    clients.close();
  }
}
