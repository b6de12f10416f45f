import type { ProjectionReader, Projections } from '@guitu/event-bus';
import type { EventFeed, EventReader, EventWriter } from '@guitu/event-store';
import type { Register } from '@guitu/referral';
import type { CaseReader, Surroundings } from '@guitu/service-kit';
import type { ErasureDesk } from '@guitu/vault';
import type { RetentionTerms } from './retention/terms.js';

/** What the data-protection service runs on. Whoever composes it chooses the adapters. */
export interface DataProtectionDependencies extends Surroundings {
  readonly store: EventReader & EventWriter & Pick<EventFeed, 'head'>;
  readonly cases: CaseReader;
  /** The erasure ledger, and the keys behind it; nothing else of the vault. */
  readonly desk: ErasureDesk;
  /** Where the projection `persons` runs; others may run beside it. */
  readonly projections: Pick<Projections, 'status' | 'reader'>;
  readonly register: Register;
  readonly terms: RetentionTerms;
  readonly hubId: string;
}

/** What the parts of the service share. */
export interface Office extends Pick<DataProtectionDependencies, 'store' | 'cases' | 'desk' | 'register' | 'terms' | 'runtime' | 'logger'> {
  readonly persons: ProjectionReader;
  readonly status: Projections['status'];
  /** `urn:guitu:<hubId>:data-protection` */
  readonly source: string;
}
