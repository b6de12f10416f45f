import type { Assessment, CloseCode, ExitMode, Purpose, Receiver, ReferralDecline, ReferralWithdrawal, Role } from '@guitu/contracts';

/** Who physically holds a person (照护). Exactly one value while a case is open, none when it is closed. Source: protocol section 1. */
export type Custodian =
  | { readonly kind: 'organisation'; readonly organisation: string; readonly role: Role }
  | { readonly kind: 'external'; readonly externalKind: string }
  | { readonly kind: 'self' | 'kin' | 'unit' | 'not-met' | 'unlocated' | 'deceased' };

export interface Custody {
  readonly custodian: Custodian;
  readonly since: string;
  readonly eventId: string;
  /** On the way: with an escort (its id), or in the police's or the station's own vehicle. */
  readonly inTransit?: string | 'own-vehicle';
}

/** The organisation that must act for the person; never a hospital's or a partner's by handover. Source: protocol section 1. */
export interface Responsibility {
  readonly organisation: string;
  readonly as: 'first-contact' | 'rescue';
  readonly since: string;
  readonly eventId: string;
}

export type ReferralStatus = 'requested' | 'received' | 'accepted' | 'declined' | 'redirected' | 'withdrawn' | 'lapsed' | 'fulfilled';
export interface Referral {
  readonly id: string;
  readonly purpose: Purpose;
  readonly asker: string;
  readonly receiver: string;
  readonly status: ReferralStatus;
  readonly urgency: 'normal' | 'emergency';
  readonly sentAt: string;
  /** When the present status began. */
  readonly since: string;
  readonly eventId: string;
  readonly expectedAt?: string | undefined;
  readonly directedBy?: string | undefined;
  /** The person agrees to be brought home although under protection. */
  readonly personAgrees?: boolean | undefined;
  readonly mode?: 'will-collect' | 'escort-to-us' | 'escort-to-kin' | undefined;
  readonly code?: ReferralDecline | ReferralWithdrawal | 'not-arrived' | 'left' | 'died' | 'duplicate' | 'closed' | undefined;
  readonly parent?: string | undefined;
  readonly child?: string | undefined;
  /** Redirections before this one. */
  readonly hop: number;
  /** Placement: civil affairs approved. */
  readonly approved: boolean;
}

export interface Reservation {
  readonly kind: 'cash' | 'goods' | 'papers' | 'condition';
  readonly outcome?: string | undefined;
}
export interface Handover {
  readonly id: string;
  readonly giver: Custodian;
  readonly to: Receiver;
  readonly referralId?: string | undefined;
  readonly status: 'offered' | 'disputed' | 'withdrawn' | 'done';
  readonly code?: string | undefined;
  readonly attestation?: 'two-sided' | 'receiver-only' | 'giver-only';
  /** One-sided and signed by the other later. */
  readonly confirmed: boolean;
  /** Organisation that recorded `handed-over`. */
  readonly signedBy?: string;
  readonly since: string;
  readonly eventId: string;
  readonly reservations: readonly Reservation[];
  /** Escort during which it was done. */
  readonly underEscort?: string | undefined;
}

export interface Escort {
  readonly id: string;
  readonly organisation: string;
  readonly referralId?: string | undefined;
  readonly departedAt: string;
  readonly result?: string | undefined;
}
export interface AddressedRequest {
  readonly id: string;
  readonly kind: 'identity-check' | 'dna';
  readonly asker: string;
  readonly addressee: string;
  readonly status: 'open' | 'collected' | 'answered';
  readonly since: string;
  readonly dueAt?: string | undefined;
}
export interface Application {
  readonly id: string;
  readonly asker: string;
  readonly addressee: string;
  readonly kind: 'household' | 'in-place';
  readonly status: 'open' | 'approved' | 'refused' | 'more-evidence';
  readonly since: string;
}
export interface Escalation {
  readonly id: string;
  readonly asker: string;
  readonly addressee: string;
  readonly issue: string;
  readonly referralId?: string | undefined;
  readonly status: 'open' | 'passed-up' | 'resolved';
  readonly outcome?: string | undefined;
  readonly directs?: string | undefined;
  readonly since: string;
}
export interface Placement {
  readonly id: string;
  /** Station that started it. */
  readonly by: string;
  readonly partner: string;
  readonly contract: string;
  readonly from: string;
  readonly until?: string | undefined;
}
export interface RecordedDuty {
  readonly rule: string;
  readonly dueAt: string;
  readonly ruleVersion: string;
  readonly calendarVersion: string;
}
/** A past or present stay with an organisation of the register. */
export interface CustodyInterval {
  readonly custodian: Custodian;
  readonly from: string;
  readonly to?: string;
  readonly eventId: string;
}
export interface ResponsibilityInterval {
  readonly organisation: string;
  readonly as: 'first-contact' | 'rescue';
  readonly from: string;
  readonly to?: string;
  readonly eventId: string;
}

/** Somebody said why a look at the record could not wait for an approval. */
export interface BrokenGlass {
  readonly id: string;
  readonly organisation: string;
  readonly user: string;
  readonly ground: string;
  readonly at: string;
  /** 24 hours after it was recorded, by the business clock. */
  readonly until: string;
  /** Who was responsible then. */
  readonly responsible?: string | undefined;
  readonly review?: { readonly by: string; readonly outcome: string; readonly at: string };
}
export interface ApprovedAccess {
  readonly organisation: string;
  /** Absent: everybody of that organisation. */
  readonly user?: string | undefined;
  readonly until?: string | undefined;
}

type ById<T> = Record<string, T>;

/** All that rules read of one case: the fold of its stream. Plain data, so that a projection can keep it as JSON. */
export interface CaseState {
  caseId: string;
  personId: string;
  /** Revision of the last event folded; -1 before the first. */
  revision: number;
  opened?: { readonly organisation: string; readonly role: Role; readonly at: string; readonly eventId: string; readonly user?: string };
  custody?: Custody;
  responsible?: Responsibility;
  custodyHistory: CustodyInterval[];
  responsibilityHistory: ResponsibilityInterval[];
  guardianship?: { readonly guardian: string; readonly since: string; readonly eventId: string };
  assessment?: Assessment & { readonly by: string; readonly at: string };
  /** An assessment said so, and nobody who may look at the record of a child has said otherwise since. */
  under14?: true;
  referrals: ById<Referral>;
  handovers: ById<Handover>;
  /** Offered or disputed; at most one. */
  openHandover?: string;
  escorts: ById<Escort>;
  declined?: { readonly at: string };
  eligibility?: { readonly eligible: boolean; readonly place: 'station' | 'bedside'; readonly by: string; readonly at: string };
  admitted?: { readonly station: string; readonly at: string; readonly place: 'station' | 'bedside'; readonly eventId: string };
  refused?: { readonly at: string };
  /** The present or last stay in a hospital. */
  hospitalStay?: { readonly organisation: string; readonly admittedAt?: string; readonly dischargedAt?: string };
  screenedAt?: string;
  sheltered?: { readonly area: string; readonly bed?: string | undefined; readonly at: string };
  ticketAt?: string;
  selfLeaveAt?: string;
  leftAt?: string;
  terminatedAt?: string;
  settled?: { readonly at: string; readonly residence?: string | undefined };
  diedAt?: string;
  deathCertifiedAt?: string;
  missingReportedAt?: string;
  /** What each organisation last heard from kin: nobody's word stands in for that of the responsible. */
  kin: ById<{ readonly result: string; readonly at: string }>;
  exit?: { readonly code: ExitMode; readonly at: string; readonly collector?: 'kin' | 'unit' | 'origin' };
  returnedAt?: string;
  closed?: { readonly code: CloseCode; readonly at: string; readonly survivor?: string | undefined; readonly continuedIn?: string | undefined };
  duplicateOf?: string;
  duplicatesAccepted: string[];
  identified: boolean;
  identifiedAt?: string;
  notices: ById<{ readonly open: boolean; readonly at: string; readonly by: string }>;
  requests: ById<AddressedRequest>;
  applications: ById<Application>;
  escalations: ById<Escalation>;
  placements: ById<Placement>;
  protectedSince?: string;
  belongings: ById<{ readonly settled: boolean; readonly by: string }>;
  voidProposals: ById<{ readonly by: string; readonly at: string; readonly eventId: string }>;
  restrictedSince?: string;
  /** Last day of the restriction; it goes on without one. */
  restrictedUntil?: string;
  /** By organisation, the worker whom it charged with the case. */
  workers: ById<string>;
  /** By the event that approved. */
  approvedAccess: ById<ApprovedAccess>;
  brokenGlass: ById<BrokenGlass>;
  duties: RecordedDuty[];
  /** Organisations that were ever addressed, and how. */
  addressed: ById<string>;
  companions: string[];
  stayExtendedUntil?: string;
}

export function emptyCase(caseId: string): CaseState {
  return {
    caseId,
    personId: '',
    revision: -1,
    custodyHistory: [],
    responsibilityHistory: [],
    referrals: {},
    handovers: {},
    escorts: {},
    duplicatesAccepted: [],
    identified: false,
    notices: {},
    requests: {},
    applications: {},
    escalations: {},
    placements: {},
    belongings: {},
    voidProposals: {},
    workers: {},
    approvedAccess: {},
    brokenGlass: {},
    duties: [],
    addressed: {},
    kin: {},
    companions: [],
  };
}

/** A state of one's own to apply events to: lists and maps are new; what stands in them is shared, because rules replace it and never change it. */
export function copyCase(state: CaseState): CaseState {
  return {
    ...state,
    custodyHistory: [...state.custodyHistory],
    responsibilityHistory: [...state.responsibilityHistory],
    referrals: { ...state.referrals },
    handovers: { ...state.handovers },
    escorts: { ...state.escorts },
    duplicatesAccepted: [...state.duplicatesAccepted],
    notices: { ...state.notices },
    requests: { ...state.requests },
    applications: { ...state.applications },
    escalations: { ...state.escalations },
    placements: { ...state.placements },
    belongings: { ...state.belongings },
    voidProposals: { ...state.voidProposals },
    workers: { ...state.workers },
    approvedAccess: { ...state.approvedAccess },
    brokenGlass: { ...state.brokenGlass },
    duties: [...state.duties],
    addressed: { ...state.addressed },
    kin: { ...state.kin },
    companions: [...state.companions],
  };
}
