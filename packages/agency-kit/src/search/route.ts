import type { ProjectionReader } from '@guitu/event-bus';
import type { CaseState, Register } from '@guitu/referral';
import { Problem, allAgencies, searchRoute as askedByBody } from '@guitu/service-kit';
import type { Caller, Route, Runtime } from '@guitu/service-kit';
import { foundIn } from '@guitu/vault';
import type { IndexQuery, Vault } from '@guitu/vault';
import { z } from 'zod';
import { supervisedBy } from '../cases/supervised-by.js';
import { titled } from '../page.js';
import { inSteps } from './in-steps.js';
import { mayFind } from './may-find.js';
import { ownCases } from './own-cases.js';

export interface SearchOptions {
  readonly worklist: ProjectionReader;
  readonly vault: Pick<Vault, 'find'>;
  readonly register: Register;
  readonly runtime: Pick<Runtime, 'realNow' | 'sleep'>;
  readonly roles?: Route['roles'];
}

const text = (max: number) => z.string().min(1).max(max).refine((value) => !/[\u0000-\u001f\u007f-\u009f]/u.test(value), { message: 'control characters are not allowed', params: { rule: 'no-control-characters' } });

const body = z.strictObject({
  name: titled('姓名', 'Name, or its surname, given name or another part; or the pinyin of any of these', text(100).optional()),
  idNumber: titled('公民身份号码', 'Identity number', text(64).optional()),
});

const answer = z.object({
  cases: z.array(z.object({ caseId: z.uuid(), caseNumber: z.string(), openedAt: z.string().optional(), status: z.enum(['open', 'closed']) })),
  more: titled('尚有更多', 'There are more than are shown; search by something narrower', z.boolean()),
});

/** The most cases of an answer. */
const MOST = 50;

function queryOf({ name, idNumber }: z.output<typeof body>): IndexQuery {
  if (name !== undefined && idNumber === undefined) return { kind: 'name', value: name };
  if (idNumber !== undefined && name === undefined) return { kind: 'id-number', value: idNumber };
  throw Problem.invalid([{ in: 'body', pointer: '', rule: 'one-of-two', fix: { zh: '请给出 name、idNumber 之一。', en: 'Send exactly one of name and idNumber.' } }]);
}

const openedAt = ({ opened }: CaseState): string => opened?.at ?? '';

/**
 * Finds the caller's own cases by who their person is. A POST, because what is asked by is personal and must not stand in an address; it changes nothing.
 * The vault finds among all persons, and what is not the caller's is dropped here; the answer, and how long it takes, are the same whether others have such a person or not.
 */
export function searchRoute({ worklist, vault, register, runtime, roles = allAgencies }: SearchOptions): Route {
  async function found(query: IndexQuery, caller: Caller, now: string): Promise<z.output<typeof answer>> {
    const supervised = supervisedBy(register, caller.organisation);
    const cases: { readonly caseNumber: string; readonly state: CaseState }[] = [];
    for await (const persons of foundIn(vault, query)) {
      const own = worklist.read((db) => ownCases(db, caller.organisation, supervised, persons));
      cases.push(...own.filter(({ state }) => mayFind(state, query.kind, caller, register, now)));
      if (cases.length > MOST) break;
    }
    const newest = cases.sort((one, other) => (openedAt(one.state) < openedAt(other.state) ? 1 : -1)).slice(0, MOST);
    return {
      cases: newest.map(({ caseNumber, state }) => ({ caseId: state.caseId, caseNumber, ...(state.opened === undefined ? {} : { openedAt: state.opened.at }), status: state.closed === undefined ? 'open' : 'closed' })),
      more: cases.length > MOST,
    };
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
    request: { body },
    responses: { 200: { description: { zh: '个案', en: 'Cases, newest first' }, schema: answer } },
    handler: async ({ body: asked, caller, now }) => {
      const query = queryOf(asked);
      return { body: await inSteps(runtime, () => found(query, caller, new Date(now).toISOString())) };
    },
  });
}
