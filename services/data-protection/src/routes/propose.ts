import { commandId } from '@guitu/contracts';
import { Problem, commandRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import type { Decision, Matter } from '@guitu/vault';
import { z } from 'zod';
import type { Office } from '../dependencies.js';
import { isOver } from '../matters/last-day.js';
import type { LedgerView } from '../matters/ledger-view.js';
import { officerOf } from '../matters/officer.js';
import { written } from '../matters/written.js';
import { personAsked, wholePerson } from '../persons/whole-person.js';
import { answerOf, grounds, matterAnswer, titled } from './matter-view.js';
import { titles } from './titles.js';

const id = () => z.uuid().toLowerCase();
const whom = {
  caseId: titled('个案', 'A case of the person; this or `personId`', id().optional()),
  personId: titled('人员', 'The person', id().optional()),
};
const oneOfThem = { message: 'name the case or the person', params: { rule: 'case-or-person' } };
const names = ({ caseId, personId }: { caseId?: string | undefined; personId?: string | undefined }): boolean => (caseId === undefined) !== (personId === undefined);

const bodies = {
  erasure: z.strictObject({ ...whom, ground: titled('依据', 'Ground (PIPL art. 47)', z.enum(grounds.erasure)) }).refine(names, oneOfThem),
  restriction: z.strictObject({ ...whom, ground: titled('依据', 'Ground (PIPL art. 44, 47)', z.enum(grounds.restriction)), until: titled('至', 'Last day', z.iso.date().optional()) }).refine(names, oneOfThem),
  lifting: z.strictObject({ ...whom, ground: titled('依据', 'Ground', z.enum(grounds.lifting)) }).refine(names, oneOfThem),
} as const;

interface Body {
  readonly caseId?: string | undefined;
  readonly personId?: string | undefined;
  readonly ground: string;
  readonly until?: string | undefined;
}

const isSame = (matter: Matter, body: Body, asked: string): boolean => matter.asked === asked && matter.ground === body.ground && matter.until === body.until;

/** Somebody proposes: nothing is done yet, and the answer says what stands against it. */
export function proposeRoute(office: Office, view: LedgerView, kind: Matter['kind'], path: string): Route {
  return commandRoute({
    path,
    operationId: `propose-${kind}`,
    tag: kind,
    summary: { zh: `提出${titles[kind].zh}`, en: `Propose ${titles[kind].one}` },
    description: { zh: '涵盖与该人员关联的全部编号；须由另一人批准。', en: 'It takes in every id that is linked with the person. Another human approves it.' },
    roles: ['data-protection'],
    request: { body: bodies[kind] as z.ZodType<Body> },
    problems: ['not-found'],
    responses: { 201: { description: { zh: '已提出', en: 'Proposed' }, schema: matterAnswer } },
    handler: async ({ caller, body, now, idempotencyKey, operationId }) => {
      const by = officerOf(caller);
      const matterId = commandId({ organisation: caller.organisation, client: caller.client, operation: operationId, key: idempotencyKey });
      const asked = await personAsked(office, body);
      if (asked === undefined) throw Problem.of('not-found');
      await view.refresh();
      let replayed = view.get(matterId) !== undefined;
      if (!replayed) {
        if (isOver(body, now)) throw Problem.invalid([{ in: 'body', pointer: '/until', rule: 'not-in-past', fix: { zh: '不得早于今天。', en: 'Must not lie before today.' } }]);
        const { persons } = await wholePerson(office, [asked]);
        const { ground, until } = body;
        replayed = !(await written(office, { entry: 'proposed', matter: matterId, kind, ground, ...(until === undefined ? {} : { until }), asked, persons, by } as Decision));
        await view.refresh();
      }
      const matter = view.get(matterId);
      if (matter === undefined) throw Problem.of('internal');
      if (!isSame(matter, body, asked)) throw Problem.of('idempotency-key-reused');
      return { status: 201, body: await answerOf(office, matter, now), replayed, commandId: matterId };
    },
  });
}
