import { Problem, commandRoute } from '@guitu/service-kit';
import type { CommandContext, Reply, Route } from '@guitu/service-kit';
import { isAnother } from '@guitu/vault';
import type { Matter, Officer } from '@guitu/vault';
import { z } from 'zod';
import { standsAgainst } from '../against.js';
import type { Office } from '../dependencies.js';
import type { LedgerView } from '../matters/ledger-view.js';
import { officerOf } from '../matters/officer.js';
import { written } from '../matters/written.js';
import { wholePerson } from '../persons/whole-person.js';
import { isApproved } from '../matters/approved.js';
import { isOver } from '../matters/last-day.js';
import type { Keeper } from '../run/keeper.js';
import { runMatter } from '../run/run-matter.js';
import { matterChannels } from '../run/steps.js';
import { answerOf, matterAnswer, reason } from './matter-view.js';
import { refusal, refuseAgainst } from './refusals.js';
import { titles } from './titles.js';

export const matterParams = z.strictObject({ id: z.uuid().toLowerCase().meta({ title: 'Erasure, restriction or lifting', 'x-title-zh': '删除、限制处理或解除限制' }) });

interface Deciding {
  readonly office: Office;
  readonly view: LedgerView;
  readonly keeper: Keeper;
  readonly kind: Matter['kind'];
}

/** The matter as the ledger has it now; 404 where there is none of this kind. */
export async function matterOf({ view, kind }: Pick<Deciding, 'view' | 'kind'>, id: string): Promise<Matter> {
  await view.refresh();
  const matter = view.get(id);
  if (matter?.kind !== kind) throw Problem.of('not-found');
  return matter;
}

/** What was true when it was proposed must be true now, and nothing may stand against it. */
async function check({ office }: Deciding, matter: Matter, by: Officer, now: number): Promise<void> {
  if (!isAnother(matter.proposed.by, by)) throw refusal('same-user');
  if (isOver(matter, now)) throw refusal('until-over');
  const { persons, states } = await wholePerson(office, matter.persons);
  if (persons.length !== matter.persons.length || persons.some((person) => !matter.persons.includes(person))) throw refusal('persons-changed');
  refuseAgainst(standsAgainst(states, matter.kind, office.terms, new Date(now).toISOString()));
}

async function approve(deciding: Deciding, id: string, by: Officer, now: number): Promise<{ readonly matter: Matter; readonly replayed: boolean }> {
  const { office, view, keeper } = deciding;
  const byAnother = ({ approved, refused }: Matter): boolean => refused !== undefined || (approved !== undefined && isAnother(approved.by, by));
  let matter = await matterOf(deciding, id);
  if (byAnother(matter)) throw refusal('already-decided');
  let replayed = matter.approved !== undefined;
  if (!replayed) await check(deciding, matter, by, now);
  try {
    if (!replayed) {
      replayed = !(await matterChannels.approve.tracePromise(() => written(office, { entry: 'approved', matter: id, by }), { matter: id }));
      matter = await matterOf(deciding, id);
      if (!isApproved(matter) || byAnother(matter)) throw refusal('already-decided');
    }
    if (isApproved(matter) && matter.recordedAt === undefined) await runMatter(office, view, matter);
  } catch (error) {
    // It may be approved, also where nobody heard of it, and is then brought to its end as soon as that can be.
    keeper.nudge();
    throw error;
  }
  return { matter: await matterOf(deciding, id), replayed };
}

async function refuse(deciding: Deciding, id: string, by: Officer, why: z.output<typeof reason>): Promise<{ readonly matter: Matter; readonly replayed: boolean }> {
  const otherwise = ({ approved, refused }: Matter): boolean => approved !== undefined || (refused !== undefined && (isAnother(refused.by, by) || refused.reason !== why));
  let matter = await matterOf(deciding, id);
  if (otherwise(matter)) throw refusal('already-decided');
  let replayed = matter.refused !== undefined;
  if (!replayed) {
    replayed = !(await written(deciding.office, { entry: 'refused', matter: id, reason: why, by }));
    matter = await matterOf(deciding, id);
    if (otherwise(matter)) throw refusal('already-decided');
  }
  return { matter, replayed };
}

/** The second human decides: it is done, or it is refused with its reason. */
export function decideRoutes(deciding: Deciding, path: string): readonly Route[] {
  const { kind, office } = deciding;
  const { zh, one } = titles[kind];
  const replied = async (context: Pick<CommandContext, 'now'>, { matter, replayed }: { readonly matter: Matter; readonly replayed: boolean }): Promise<Reply> => ({ body: await answerOf(office, matter, context.now), replayed, commandId: matter.id });
  const common = { tag: kind, roles: ['data-protection'] as const, responses: { 200: { description: { zh: '已办理', en: 'Done' }, schema: matterAnswer } } };
  return [
    commandRoute({
      ...common,
      path: `${path}/:id/approved`,
      operationId: `approve-${kind}`,
      summary: { zh: `批准${zh}`, en: `Approve ${one}` },
      description: {
        zh: '须由提出人以外的人批准。批准写入台账后即行办理；此后即使中断，也会继续办完。',
        en: 'By another human than the one who proposed it. What is approved stands in the ledger first, and is then done to its end, whatever stops in between.',
      },
      request: { params: matterParams, body: z.strictObject({}) },
      handler: async (context) => replied(context, await approve(deciding, context.params.id, officerOf(context.caller), context.now)),
    }),
    commandRoute({
      ...common,
      path: `${path}/:id/refused`,
      operationId: `refuse-${kind}`,
      summary: { zh: `不予${zh}`, en: `Refuse ${one}` },
      description: { zh: '须说明理由；提出人可以撤回（withdrawn）。', en: 'With its reason, which whoever asked must be told (PIPL art. 50). Whoever proposed it can take it back (`withdrawn`).' },
      request: { params: matterParams, body: z.strictObject({ reason }) },
      handler: async (context) => replied(context, await refuse(deciding, context.params.id, officerOf(context.caller), context.body.reason)),
    }),
  ];
}
