import type { BodyOf, EventDefinition, RecordOf } from '../event-definition.js';
import { accessApproved, accessBrokenGlass, accessReviewed, workerAssigned } from './access.js';
import { careRecorded, placementApproved, placementEnded, placementStarted, settled, settlementApplied, settlementDecided } from './care.js';
import { belongingsRegistered, belongingsSettled, differenceSettled, handedOver, handoverConfirmed, handoverDisputed, handoverOffered, handoverWithdrawn } from './handover.js';
import { dnaCollected, dnaRequested, dnaResultReturned, erased, identityCheckAnswered, identityCheckRequested, identityClaimed, identityEstablished, identityWithdrawn, linked, unlinked } from './identity.js';
import { caseClosed, collected, escortDeparted, escortEnded, exitCompleted, followUpVisited, leftWithoutFormalities, noteAdded, rescueTerminated, returned, selfLeaveDeclared, ticketIssued } from './leaving.js';
import { conditionStabilised, deathCertified, deathRecorded, discharged, hospitalAdmitted, medicallyScreened, policeReported } from './medical.js';
import { companionsLinked, conditionAssessed, found, helpDeclined, helpRequested } from './opening.js';
import { corrected, duplicateAccepted, duplicateDeclared, escalationRaised, escalationResolved, guardianshipEnded, guardianshipStarted, hubStarted, restricted, restrictionLifted, voidProposed, voided } from './oversight.js';
import { referralAccepted, referralDeclined, referralLapsed, referralReceived, referralRedirected, referralSent, referralWithdrawn } from './referral.js';
import { admissionRefused, admitted, eligibilityDecided, kinContacted, protectionLifted, protectionSet, quickQueryRun, sheltered, stayExtended, tracingNoticePublished, tracingNoticeWithdrawn } from './station.js';

/** Every event type of the public language. To add one: define it in the file of its subject, list it here, give it a rule in `packages/referral`, store its sample. */
const definitions = [
  found, helpRequested, helpDeclined, conditionAssessed, companionsLinked,
  referralSent, referralReceived, referralAccepted, referralDeclined, referralRedirected, referralWithdrawn, referralLapsed,
  handoverOffered, handedOver, handoverDisputed, handoverWithdrawn, handoverConfirmed, differenceSettled, belongingsRegistered, belongingsSettled,
  medicallyScreened, hospitalAdmitted, conditionStabilised, discharged, deathRecorded, deathCertified, policeReported,
  eligibilityDecided, admitted, sheltered, admissionRefused, quickQueryRun, tracingNoticePublished, tracingNoticeWithdrawn, kinContacted, stayExtended, protectionSet, protectionLifted,
  identityCheckRequested, identityCheckAnswered, dnaRequested, dnaCollected, dnaResultReturned, identityEstablished, identityWithdrawn,
  ticketIssued, selfLeaveDeclared, leftWithoutFormalities, rescueTerminated, escortDeparted, escortEnded, collected, exitCompleted, returned, caseClosed,
  placementApproved, placementStarted, placementEnded, settlementApplied, settlementDecided, settled,
  escalationRaised, escalationResolved, guardianshipStarted, guardianshipEnded, duplicateAccepted, duplicateDeclared, corrected, voidProposed, voided, restricted, restrictionLifted,
  workerAssigned, accessApproved, accessBrokenGlass, accessReviewed,
  followUpVisited, noteAdded, careRecorded, identityClaimed, linked, unlinked, erased, hubStarted,
] as const;

export type Definition = (typeof definitions)[number];
export type EventName = Definition['name'];
type ByName = { [D in Definition as D['name']]: D };
export const catalogue = Object.fromEntries(definitions.map((definition) => [definition.name, definition])) as unknown as ByName;
export const eventNames = definitions.map((definition) => definition.name) as readonly EventName[];

/** Data of an event in plain text: its fields of class `record`. */
export type EventData<N extends EventName> = RecordOf<ByName[N]>;
/** What a client sends to report the event. */
export type EventBody<N extends EventName> = BodyOf<ByName[N]> & { readonly occurredAt?: string };

export function definitionOf(name: EventName): EventDefinition {
  return catalogue[name];
}
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(catalogue, name);
}
