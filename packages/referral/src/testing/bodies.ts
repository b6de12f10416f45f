import type { EventName } from '@guitu/contracts';
import { idOf } from './organisations.js';

type Body = Readonly<Record<string, unknown>>;

/** Who a test is about: what the first who meet the person can say. */
export interface Whom {
  readonly person: Readonly<Record<string, unknown>>;
  readonly signs: Readonly<Record<string, unknown>>;
}
const signs = { impairment: false, mobilityImpaired: false };
/** May leave alone. */
export const freeAdult: Whom = { person: { sex: '1', age: { from: 35, to: 45 } }, signs };
/** May not: a sign of impairment. */
export const impairedAdult: Whom = { person: { sex: '1', age: { from: 40, to: 50 } }, signs: { ...signs, impairment: true, mentalIllness: true } };
/** May not: under 16. */
export const child: Whom = { person: { sex: '2', age: { from: 9, to: 9 } }, signs };
/** May: 16 or over. */
export const youth: Whom = { person: { sex: '1', age: { from: 16, to: 17 } }, signs };
/** May: lucid in a wheelchair, of special difficulty only for the order of return. */
export const wheelchair: Whom = { person: { sex: '1', age: { from: 60, to: 65 } }, signs: { ...signs, mobilityImpaired: true } };

const needsWhom: ReadonlySet<EventName> = new Set(['found', 'admitted', 'condition-assessed']);

/** What each command needs at least, beside the ids of what it refers to. */
const least: Partial<Record<EventName, Body>> = {
  found: { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610303' },
  'help-requested': { channel: 'walk-in' },
  'help-declined': { cardGiven: true },
  'companions-linked': {},
  'referral-received': { signedBy: '王值班' },
  'referral-declined': { code: 'no-capacity' },
  'referral-withdrawn': { code: 'no-longer-needed' },
  'referral-lapsed': { code: 'not-arrived' },
  'handover-disputed': { code: 'wrong-person' },
  'handover-confirmed': { signedBy: '李警官' },
  'difference-settled': { reservation: 0, outcome: 'explained' },
  'belongings-registered': { items: [{ description: '背包' }] },
  'belongings-settled': { outcome: 'returned' },
  'medically-screened': { result: 'inpatient' },
  'hospital-admitted': { signedBy: 'sending-department', ward: 'general', ground: 'medical-necessity' },
  discharged: { certificate: 'CY-1', destination: 'station' },
  'death-certified': { certificate: 'SW-1', cause: 'natural' },
  'police-reported': { ground: 'missing' },
  'eligibility-decided': { eligible: true, ground: 'away-from-home-without-means', place: 'station' },
  admitted: { place: 'station', identified: true },
  sheltered: { area: 'dormitory' },
  'admission-refused': { notice: 'BY-1', code: 'not-eligible', deliveredAt: '2013-03-01T00:00:00Z', remedyStated: true, reason: '不符合条件' },
  'quick-query-run': { systems: ['national-rescue-system'], hit: false },
  'tracing-notice-published': { channels: ['national-tracing-site'], published: { description: '男，约四十岁' } },
  'tracing-notice-withdrawn': { code: 'identified' },
  'kin-contacted': { result: 'informed' },
  'stay-extended': { until: '2013-12-01T00:00:00Z', filedWith: idOf('C'), reason: '身份未明' },
  'protection-set': { ground: 'domestic-violence' },
  'protection-lifted': { personAgrees: true },
  'identity-check-requested': { to: idOf('P'), question: '核查身份' },
  'identity-check-answered': { result: 'confirmed' },
  'dna-requested': { to: idOf('P') },
  'dna-collected': { sample: 'YB-1' },
  'dna-result-returned': { result: 'no-match' },
  'identity-established': { method: 'police-check', confidence: 'confirmed', evidence: [], person: { sex: '1' } },
  'identity-withdrawn': { code: 'wrong-person' },
  'ticket-issued': { carrier: 'rail', direct: true, costFen: 12_000 },
  'self-leave-declared': { statement: 'SM-1', needsTicket: false },
  'rescue-terminated': { notice: 'ZZ-1', code: 'refuses-security-check', reason: '拒绝安检' },
  'escort-departed': { escorts: 2 },
  'escort-ended': { result: 'delivered' },
  collected: { collector: 'kin', identityChecked: true, relationChecked: true, name: '张兄', relation: '兄弟' },
  'exit-completed': { belongingsReturned: true },
  returned: { outcome: 'family' },
  'follow-up-visited': { leftAgain: false },
  'note-added': { note: '备注' },
  'placement-approved': { approval: 'TY-1' },
  'placement-started': { partner: idOf('E'), contract: 'weihe-2013', from: '2013-03-02' },
  'placement-ended': { until: '2013-12-31', code: 'returned' },
  'care-recorded': { day: '2013-03-03', services: '三餐' },
  'settlement-applied': { to: idOf('C'), kind: 'in-place' },
  'settlement-decided': { decision: 'approved' },
  settled: { kind: 'in-place', division: '610300' },
  'escalation-raised': { to: idOf('C'), issue: 'return-refused' },
  'escalation-resolved': { outcome: 'accept-ordered' },
  'guardianship-started': { kind: 'temporary', ground: '92.1', mode: 'minors-centre' },
  'guardianship-ended': { code: 'guardian-found' },
  'worker-assigned': { user: 'clerk-2' },
  'access-approved': { organisation: idOf('S'), user: 'clerk-2' },
  'access-broken-glass': { ground: 'treatment', reason: '夜间急诊，须核对过敏史' },
  'access-reviewed': { outcome: 'justified' },
  linked: { method: 'own-statement' },
  'void-proposed': { reason: '登记错误' },
  voided: { reason: '登记错误' },
  corrected: { code: 'typing-error', circumstances: {} },
};

/** A valid body with what a test leaves unsaid. */
export function bodyOf(name: EventName, said: Body, whom: Whom): Body {
  const walkIn = name === 'help-requested' && (said['channel'] ?? 'walk-in') === 'walk-in';
  return { ...least[name], ...(needsWhom.has(name) || walkIn ? whom : {}), ...said };
}
