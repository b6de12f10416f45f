import type { Command, DecisionContext, Draft } from './command.js';
import { dutiesFrom } from './limits.js';
import { isOpen, openHandover } from './rules/index.js';
import { childPurpose } from './rules/referral.js';
import type { CaseState, RecordedDuty } from './state.js';

interface Plan {
  readonly drafts: readonly Draft[];
  readonly primary: number;
}
type Data = Readonly<Record<string, unknown>>;

/** What one command records beside its own event. Each is checked like any other event before it is written. */
export function plan(state: CaseState, command: Command, context: DecisionContext): Plan {
  const own: Draft = { name: command.name, data: command.data };
  switch (command.name) {
    case 'admitted':
      return { drafts: [{ ...own, data: { ...command.data, duties: admissionDuties(command.data, context) } }, ...shelter(command)], primary: 0 };
    case 'referral-redirected':
      return { drafts: redirect(state, own, context), primary: 0 };
    case 'identity-withdrawn':
      return { drafts: [own, ...recalls(state)], primary: 0 };
    case 'case-closed': {
      const before = endings(state, String(command.data['code']));
      return { drafts: [...before, own], primary: before.length };
    }
    default:
      return { drafts: [own], primary: 0 };
  }
}

function admissionDuties(data: Data, context: DecisionContext): readonly RecordedDuty[] {
  const mayLeave = (data['assessment'] as { maySelfLeave?: boolean } | undefined)?.maySelfLeave ?? false;
  return dutiesFrom({ at: context.occurredAt, identified: data['identified'] === true, mayLeave, place: data['place'] === 'bedside' ? 'bedside' : 'station' }, context.register.calendar);
}

function shelter({ extra }: Command): readonly Draft[] {
  const given = extra?.['shelter'];
  return given === undefined ? [] : [{ name: 'sheltered', data: given as Data }];
}

/** The child's purpose is settled here, so that the log says it; the third hop escalates to the nearest office above (protocol section 2). */
function redirect(state: CaseState, own: Draft, context: DecisionContext): readonly Draft[] {
  const parent = state.referrals[String(own.data['referralId'])];
  if (parent === undefined) return [own];
  const to = String(own.data['to']);
  const drafts: Draft[] = [{ name: own.name, data: { ...own.data, purpose: childPurpose(parent, { data: own.data as { purpose?: never } }, context.register.roleOf(to)) } }];
  if (parent.hop + 1 >= 3 && state.responsible !== undefined) {
    const { register, actor } = context;
    const nearest = register.nearestOffice(state.responsible.organisation);
    // An office that redirects for the third time takes it to the one above itself.
    const office = nearest?.id === actor.organisation ? register.nearestOffice(actor.organisation) : nearest;
    if (office === undefined) return drafts;
    drafts.push({ name: 'escalation-raised', data: { escalationId: context.ids(1), to: office.id, issue: 'third-redirect', referralId: parent.id } });
  }
  return drafts;
}

/** Identity withdrawn: open returns are withdrawn and what was published on the strength of it is recalled (protocol section 1). */
function recalls(state: CaseState): readonly Draft[] {
  const pending = openHandover(state);
  const returns = Object.values(state.referrals).filter((referral) => referral.purpose === 'return' && isOpen(referral));
  const offered = pending !== undefined && returns.some(({ id }) => id === pending.referralId);
  const since = state.identifiedAt;
  const notices = Object.entries(state.notices).filter(([, notice]) => notice.open && since !== undefined && notice.at >= since);
  return [
    ...(offered ? [{ name: 'handover-withdrawn', data: { handoverId: pending.id } } as const] : []),
    ...returns.map(({ id }): Draft => ({ name: 'referral-withdrawn', data: { referralId: id, code: 'wrong-person' } })),
    ...notices.map(([noticeId]): Draft => ({ name: 'tracing-notice-withdrawn', data: { noticeId, code: 'error' } })),
  ];
}

const lapseCodes: Readonly<Record<string, string>> = { died: 'died', duplicate: 'duplicate', left: 'left', 'not-arrived': 'not-arrived' };

/** Nothing ends in silence: a closing ends every open handover and referral in its own append. */
function endings(state: CaseState, code: string): readonly Draft[] {
  const pending = openHandover(state);
  const lapse = state.diedAt !== undefined ? 'died' : (lapseCodes[code] ?? 'closed');
  return [
    ...(pending === undefined ? [] : [{ name: 'handover-withdrawn', data: { handoverId: pending.id } } as const]),
    ...Object.values(state.referrals)
      .filter(isOpen)
      .map(({ id }): Draft => ({ name: 'referral-lapsed', data: { referralId: id, code: lapse } })),
  ];
}
