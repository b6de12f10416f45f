import type { ProjectionReader, Projections } from '@guitu/event-bus';
import type { EventFeed, EventReader, EventWriter } from '@guitu/event-store';
import type { Register } from '@guitu/referral';
import type { CaseReader, Instruments, Logger, Readiness, Runtime, ServiceOptions, Verifier } from '@guitu/service-kit';
import type { ErasureDesk } from '@guitu/vault';
import type { RetentionTerms } from './retention/terms.js';

/** What the data-protection service runs on. Whoever composes it chooses the adapters. */
export interface DataProtectionDependencies {
  readonly store: EventReader & EventWriter & Pick<EventFeed, 'head'>;
  readonly cases: CaseReader;
  /** The erasure ledger, and the keys behind it; nothing else of the vault. */
  readonly desk: ErasureDesk;
  /** Where the projection `persons` runs; others may run beside it. */
  readonly projections: Pick<Projections, 'status' | 'reader'>;
  readonly register: Register;
  readonly terms: RetentionTerms;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly verifier: Verifier;
  readonly hubId: string;
  readonly sample: boolean;
  readonly tokenUrl: string;
  readonly rates?: ServiceOptions['rates'];
  readonly readiness?: readonly Readiness[];
  readonly instruments?: Instruments;
}

/** What the parts of the service share. */
export interface Office extends Pick<DataProtectionDependencies, 'store' | 'cases' | 'desk' | 'register' | 'terms' | 'runtime' | 'logger'> {
  readonly persons: ProjectionReader;
  readonly status: Projections['status'];
  /** `urn:guitu:<hubId>:data-protection` */
  readonly source: string;
}
