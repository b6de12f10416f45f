import { decodeEvent, personStream, searchAnswer, searchBody } from '@guitu/contracts';
import type { AnyEvent, SearchAnswer } from '@guitu/contracts';
import type { ProjectionReader } from '@guitu/event-bus';
import type { EventReader } from '@guitu/event-store';
import type { CaseState, Register } from '@guitu/referral';
import { Problem, allAgencies, answerOf, searchRoute as askedByBody, toldWhose } from '@guitu/service-kit';
import type { Caller, CaseReader, Route, Runtime } from '@guitu/service-kit';
import { foundIn } from '@guitu/vault';
import type { Answer, IndexKind, IndexQuery, Vault } from '@guitu/vault';
import type { z } from 'zod';
import { supervisedBy } from '../cases/supervised-by.js';
import { inSteps } from './in-steps.js';
import { mayFind } from './may-find.js';
import { ownCases } from './own-cases.js';
import type { OwnCase } from './own-cases.js';

export interface SearchOptions {
  readonly worklist: ProjectionReader;
  readonly vault: Pick<Vault, 'find' | 'open'>;
  readonly cases: CaseReader;
  /** The same log, for what stands beside the case. */
  readonly store: EventReader;
  readonly register: Register;
  readonly runtime: Pick<Runtime, 'realNow' | 'sleep'>;
  readonly roles?: Route['roles'];
}

/** The most cases of an answer. */
const MOST = 50;

function queryOf({ name, idNumber }: z.output<typeof searchBody>): IndexQuery {
  if (name !== undefined && idNumber === undefined) return { kind: 'name', value: name };
  if (idNumber !== undefined && name === undefined) return { kind: 'id-number', value: idNumber };
  throw Problem.invalid([{ in: 'body', pointer: '', rule: 'one-of-two', fix: { zh: '请给出 name、idNumber 之一。', en: 'Send exactly one of name and idNumber.' } }]);
}

type Found = SearchAnswer['cases'][number];

const openedAt = ({ opened }: CaseState): string => opened?.at ?? '';

/**
 * Finds the caller's own cases by who their person is. A POST, because what is asked by is personal and must not stand in an address; it changes nothing.
 * The vault finds among all persons, and what is not the caller's is dropped here; the answer, and how long it takes, are the same whether others have such a person or not.
 * Who is found is on record as a look.
 */
export function searchRoute({ worklist, vault, cases, store, register, runtime, roles = allAgencies }: SearchOptions): Route {
  /** More than an answer has where there are more. */
  async function candidates(query: IndexQuery, caller: Caller, now: string): Promise<readonly OwnCase[]> {
    const supervised = supervisedBy(register, caller.organisation);
    const found: OwnCase[] = [];
    for await (const persons of foundIn(vault, query)) {
      const own = worklist.read((db) => ownCases(db, caller.organisation, supervised, persons));
      found.push(...own.filter(({ state }) => mayFind(state, query.kind, caller, register, now)));
      if (found.length > MOST) break;
    }
    return found.sort((one, other) => (openedAt(one.state) < openedAt(other.state) ? 1 : -1));
  }

  /** By the case as it is now; the rows are a moment behind. Nothing where the caller may not be told any more. */
  async function told({ caseNumber, state: { caseId } }: OwnCase, kind: IndexKind, caller: Caller, now: string, answer: Answer): Promise<readonly Found[]> {
    const { events, state } = await cases(caseId);
    if (!mayFind(state, kind, caller, register, now)) return [];
    const look = { viewer: caller, purpose: 'case-work', present: state, register, now } as const;
    const ofPerson = async (): Promise<readonly AnyEvent[]> => (await store.readStream(personStream(state.personId))).map(({ bytes }) => decodeEvent(bytes));
    if (!(await toldWhose(vault, events, look, answer)) && !(await toldWhose(vault, await ofPerson(), look, answer))) return [];
    return [{ caseId, caseNumber, ...(state.opened === undefined ? {} : { openedAt: state.opened.at }), status: state.closed === undefined ? 'open' : 'closed' }];
  }

  return askedByBody({
    path: '/search',
    operationId: 'search',
    tag: 'cases',
    summary: { zh: '查找本机构参与的个案', en: 'Find own cases by name or identity number' },
    description: {
      zh: '按姓名（全名、姓、名、转写姓名的一段，或其拼音，不分大小写、声调、空格）或公民身份号码之一查找；只在本机构参与、且可见该项信息的个案中查找。不改变任何数据；略有滞后。',
      en: 'By one of name (whole, surname, given name, a part of a transliterated name, or the pinyin of any, whatever the case, tones and spaces) and identity number, among the cases in which the organisation takes part and of which it may see that. Changes nothing. Derived, a moment behind the log.',
    },
    roles,
    request: { body: searchBody },
    responses: { 200: { description: { zh: '个案', en: 'Cases, newest first' }, schema: searchAnswer } },
    handler: async (context) => {
      const { caller } = context;
      const query = queryOf(context.body);
      const now = new Date(context.now).toISOString();
      return await inSteps(runtime, async () => {
        const found = await candidates(query, caller, now);
        const shown = await Promise.all(found.slice(0, MOST).map((one) => told(one, query.kind, caller, now, answerOf(context))));
        return { body: { cases: shown.flat(), more: found.length > MOST } };
      });
    },
  });
}
