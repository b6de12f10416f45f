import type { CaseView, WorkItem } from '@guitu/contracts';
import type { CommandAnswer, CommandBody, CommandName, ServiceProblem } from '@guitu/client';
import { organisations } from './register.js';
import type { OrganisationId } from './register.js';
import type { TestHub } from './hub.js';

/** A hub as a story needs it, in either profile. */
export type StoryHub = Pick<TestHub, 'as' | 'settled'>;

const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/**
 * Who holds a person and who is responsible, as the protocol's walks write it: `station-baoji~/police-baoji f`. `~`: in transit; ` f`: first contact, else rescue;
 * `closed`: a closed case has neither.
 */
export type Expected = string;

export function custodyOf({ status, custodian, responsible, inTransit }: CaseView): Expected {
  if (status === 'closed' && custodian === undefined && responsible === undefined) return 'closed';
  const holder = custodian === undefined ? 'nobody' : (custodian.organisation ?? custodian.kind);
  return `${holder}${inTransit === true ? '~' : ''}/${responsible?.organisation ?? 'nobody'}${responsible?.as === 'first-contact' ? ' f' : ''}`;
}

/** One case as it is played. Every step is checked: it leads to the state that is given, or leaves custody and responsibility alone. */
export interface Story {
  readonly caseId: string;
  readonly opener: OrganisationId;
  /** Business clock of the last step. */
  now(): string;
  later(milliseconds: number): void;
  step<N extends CommandName>(by: OrganisationId, name: N, body: CommandBody<N>, expected?: Expected): Promise<CommandAnswer>;
  refused<N extends CommandName>(by: OrganisationId, name: N, body: CommandBody<N>): Promise<ServiceProblem>;
  /** Sent, received and accepted. Answers the referral's id. */
  refer(from: OrganisationId, to: OrganisationId, body: Omit<CommandBody<'referral-sent'>, 'to'>, how?: { readonly mode?: 'will-collect' | 'escort-to-us' | 'escort-to-kin'; readonly expected?: Expected }): Promise<string>;
  /** Offered and acknowledged. Answers the handover's id. */
  handOver(from: OrganisationId, to: OrganisationId, referralId: string | undefined, expected: Expected): Promise<string>;
  expect(expected: Expected): Promise<CaseView>;
  view(as?: OrganisationId): Promise<CaseView>;
  work(list: 'for-me' | 'for-others' | 'custody', as: OrganisationId): Promise<readonly WorkItem[]>;
  /** Nothing waits in silence: no open referral, no open handover, and of work only what is given, as `organisation: kind`. */
  ends(truly?: readonly string[]): Promise<void>;
}

export const expectCustody = async (hub: StoryHub, caseId: string, as: OrganisationId, expected: Expected, now?: string): Promise<CaseView> => {
  const view = await hub.as(as).view(caseId, now);
  expect(custodyOf(view)).toBe(expected);
  return view;
};

/** Opens a case, at the given time, and follows it. The opener always sees the whole of it, so the state is read as the opener. */
export async function tell<N extends 'found' | 'help-requested'>(hub: StoryHub, from: string, opener: OrganisationId, name: N, body: CommandBody<N>, opened: Expected): Promise<Story> {
  let clock = Date.parse(from);
  let state = opened;
  const { caseId } = await hub.as(opener).send(name, { body, now: new Date(clock).toISOString() });
  const now = (): string => new Date(clock).toISOString();

  const story: Story = {
    caseId,
    opener,
    now,
    later: (milliseconds) => {
      clock += milliseconds;
    },
    step: async (by, command, content, expected = state) => {
      clock += 10 * MINUTE;
      const answer = await hub.as(by).send(command, { caseId, body: content, now: now() });
      state = expected;
      await story.expect(expected);
      return answer;
    },
    refused: async (by, command, content) => {
      const problem = await hub.as(by).refused(command, { caseId, body: content, now: now() });
      await story.expect(state);
      return problem;
    },
    refer: async (from, to, content, { mode, expected = state } = {}) => {
      const { ids } = await story.step(from, 'referral-sent', { ...content, to });
      const referralId = idIn(ids, 'referralId');
      await story.step(to, 'referral-received', { referralId, signedBy: '值班员李秀英' });
      await story.step(to, 'referral-accepted', { referralId, ...(mode === undefined ? {} : { mode }), note: '同意接收该人员' }, expected);
      return referralId;
    },
    handOver: async (from, to, referralId, expected) => {
      const under = referralId === undefined ? {} : { referralId };
      const { ids } = await story.step(from, 'handover-offered', { to, ...under, condition: '神志清楚，体温正常' });
      const handoverId = idIn(ids, 'handoverId');
      await story.step(to, 'handed-over', { handoverId, to: { kind: 'organisation', organisation: to }, ...under, signedBy: '接收人周卫东' }, expected);
      return handoverId;
    },
    expect: (expected) => expectCustody(hub, caseId, opener, expected, now()),
    view: (as = opener) => hub.as(as).view(caseId, now()),
    work: async (list, as) => {
      await hub.settled(caseId);
      return (await hub.as(as).all(list, {}, now())).filter((item) => item.caseId === caseId);
    },
    ends: async (truly = []) => {
      const view = await story.view();
      expect(view.referrals.filter(({ status }) => ['requested', 'received', 'accepted'].includes(status))).toEqual([]);
      expect((view.handovers ?? []).filter(({ status }) => status === 'offered' || status === 'disputed')).toEqual([]);
      const waiting = await Promise.all(organisations.map(async ({ id }) => (await story.work('for-me', id)).map(({ kind }) => `${id}: ${kind}`)));
      expect(waiting.flat().toSorted()).toEqual(truly.toSorted());
    },
  };
  await story.expect(opened);
  return story;
}

export function idIn(ids: Readonly<Record<string, string>>, name: string): string {
  const id = ids[name];
  if (id === undefined) throw new Error(`no ${name} among ${Object.keys(ids).join(', ')}`);
  return id;
}
