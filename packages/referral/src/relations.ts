import type { AnyEvent, EventDefinition, Recorded, Relation } from '@guitu/contracts';
import { definitionOf } from '@guitu/contracts';
import { asksNothing, takesPart } from './participation.js';
import type { Refusal } from './refusal.js';
import { refuse } from './refusal.js';
import type { Register } from './register.js';
import { heldBy, lastResponsible } from './rules/standing.js';
import type { CaseState } from './state.js';

type Names = Readonly<Record<string, unknown>>;

/** The asker and the receiver of what an event names. */
function partiesOf(state: CaseState, data: Names): { asker?: string; receiver?: string } {
  const handover = typeof data['handoverId'] === 'string' ? state.handovers[data['handoverId']] : undefined;
  if (handover !== undefined) {
    return {
      ...(handover.giver.kind === 'organisation' ? { asker: handover.giver.organisation } : {}),
      ...(handover.to.kind === 'organisation' ? { receiver: handover.to.organisation } : {}),
    };
  }
  const referral = typeof data['referralId'] === 'string' ? state.referrals[data['referralId']] : undefined;
  return referral === undefined ? {} : { asker: referral.asker, receiver: referral.receiver };
}

function addresseeOf(state: CaseState, data: Names): string | undefined {
  const id = data['checkId'] ?? data['requestId'];
  if (typeof id === 'string') return state.requests[id]?.addressee;
  if (typeof data['applicationId'] === 'string') return state.applications[data['applicationId']]?.addressee;
  if (typeof data['previous'] === 'string') return state.escalations[data['previous']]?.addressee;
  return typeof data['escalationId'] === 'string' ? state.escalations[data['escalationId']]?.addressee : undefined;
}

/** Who emitted what this event answers, ends, corrects or voids. */
function emitterOf(state: CaseState, event: Recorded, history: readonly AnyEvent[]): string | undefined {
  const data = event.data as Names;
  if (event.name === 'exit-completed') return state.admitted?.station;
  if (event.name === 'guardianship-ended') return state.guardianship?.guardian;
  if (typeof data['escortId'] === 'string') return state.escorts[data['escortId']]?.organisation;
  const notice = data['updates'] ?? data['noticeId'];
  if (typeof notice === 'string') return state.notices[notice]?.by;
  if (typeof data['placementId'] === 'string') return state.placements[data['placementId']]?.by;
  if (typeof data['listId'] === 'string') return state.belongings[data['listId']]?.by;
  return history.find((earlier) => earlier.id === data['target'])?.actor.organisation;
}

/** The second signatory of a two-sided event, or the silent side of a one-sided handover. */
function otherPartyOf(state: CaseState, event: Recorded): string | undefined {
  const data = event.data as Names;
  const handover = Object.values(state.handovers).find(({ id, eventId }) => id === data['handoverId'] || eventId === data['target']);
  if (handover === undefined) return undefined;
  const giver = handover.giver.kind === 'organisation' ? handover.giver.organisation : undefined;
  const receiver = handover.to.kind === 'organisation' ? handover.to.organisation : undefined;
  return handover.signedBy === receiver ? giver : receiver;
}

/** One question: is `organisation` this to the case, or to what the event names? */
interface Asked {
  readonly state: CaseState;
  readonly organisation: string;
  readonly register: Register;
  readonly event: Recorded | undefined;
  readonly history: readonly AnyEvent[];
}

const responsibleNow = ({ state, organisation }: Asked): boolean =>
  // A closed case has no responsible organisation; what still arrives is the last one's business.
  state.responsible?.organisation === organisation || (state.closed !== undefined && lastResponsible(state) === organisation);

function isSupervising({ state, organisation, register }: Asked): boolean {
  const responsible = lastResponsible(state);
  return responsible !== undefined && register.supervises(organisation, responsible);
}

function isReceiver({ state, organisation, event }: Asked): boolean {
  if (event === undefined) return false;
  const { receiver } = partiesOf(state, event.data as Names);
  return receiver === organisation || (event.name === 'handed-over' && receiver === undefined && takesPart(state, organisation));
}

/** Each asked by itself, because most events ask for one or two. `opening` is the only one before a case is open, and none afterwards. */
const relationTests: { readonly [R in Relation]: (asked: Asked) => boolean } = {
  opening: () => false,
  opener: ({ state, organisation }) => state.opened?.organisation === organisation,
  custodian: ({ state, organisation }) => heldBy(state) === organisation,
  responsible: responsibleNow,
  supervising: isSupervising,
  // The data-protection officer stands beside every case.
  participant: ({ state, organisation, register, event }) => takesPart(state, organisation, event === undefined ? asksNothing : undefined) || register.roleOf(organisation) === 'data-protection',
  asker: ({ state, organisation, event }) => event !== undefined && partiesOf(state, event.data as Names).asker === organisation,
  receiver: isReceiver,
  addressee: ({ state, organisation, event }) => event !== undefined && addresseeOf(state, event.data as Names) === organisation,
  emitter: ({ state, organisation, event, history }) => event !== undefined && emitterOf(state, event, history) === organisation,
  'other-party': ({ state, organisation, event }) => event !== undefined && otherPartyOf(state, event) === organisation,
};

const isRelated = (relation: Relation, asked: Asked): boolean => (asked.state.opened === undefined ? relation === 'opening' : relationTests[relation](asked));

/** What `organisation` is to the case and to what the event names. `history` is the case's stream before the event. */
export function relationsOf(state: CaseState, organisation: string, register: Register, event?: Recorded, history: readonly AnyEvent[] = []): ReadonlySet<Relation> {
  const asked = { state, organisation, register, event, history };
  return new Set((Object.keys(relationTests) as Relation[]).filter((relation) => isRelated(relation, asked)));
}

/** May this role, in one of these relations, emit the event? The append, every projection and audit ask the same question. */
export function authorise(state: CaseState, event: Recorded, register: Register, history: readonly AnyEvent[]): Refusal | undefined {
  const definition: EventDefinition = definitionOf(event.name);
  const asked = { state, organisation: event.actor.organisation, register, event, history };
  const allowed = definition.by.some(({ roles, as }) => roles.includes(event.actor.role) && as.some((relation) => isRelated(relation, asked)));
  return allowed ? undefined : refuse('not-yours');
}
