import { toldWhose } from '@guitu/service-kit';
import type { Sources } from '../sources.js';
import { foldCaseUpTo } from './case-fold.js';
import type { AuditLook } from './case-history.js';
import { prefixOf } from './prefix.js';

/** Has it on record that an auditor was told whose cases these are, as far as the vault opens their newest identity parts for that; their content goes nowhere. */
export async function foundOnRecord(sources: Sources, caseIds: readonly string[], { viewer, now, answer }: AuditLook): Promise<void> {
  const prefix = await prefixOf(sources, {}, []);
  if (prefix === undefined) return;
  await Promise.all(
    caseIds.map(async (caseId) => {
      const folded = await foldCaseUpTo(sources, caseId, prefix);
      if (folded === undefined) return;
      const look = { viewer, purpose: 'audit', present: folded.present, register: sources.register, now } as const;
      await toldWhose(sources.vault, folded.events.map(({ event }) => event), look, answer);
    }),
  );
}
