import { statistics } from '@guitu/contracts';
import type { AnyEvent, Statistics } from '@guitu/contracts';
import { openAll } from '@guitu/vault/asking';
import type { OpenItem, Vault, VaultCaller } from '@guitu/vault/asking';
import type { PersonsOfCases } from '../sealed/persons-of-cases.js';

/** By event id; an event whose statistics cannot be opened any more is not in it. */
export type OpenedStatistics = ReadonlyMap<string, Partial<Statistics>>;

/** The projection counts for the hub; what it opens at a time has the id of the first event that is counted. */
const reports = (first: OpenItem): VaultCaller => ({ organisation: 'hub', role: 'hub', relations: [], purpose: 'report', answer: { id: first.eventId, operation: 'report-projection' } });
const patchSchema = statistics().partial();

function memberOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'statistics' in value ? value.statistics : undefined;
}

/** The statistical part of admissions and corrections, in one call of the vault. */
export async function openStatistics(vault: Pick<Vault, 'open'>, persons: PersonsOfCases, events: readonly AnyEvent[]): Promise<OpenedStatistics> {
  persons.note(events);
  const items: OpenItem[] = [];
  for (const { name, id, subject, sealed } of events) {
    if ((name !== 'admitted' && name !== 'corrected') || sealed.statistical === undefined) continue;
    const personId = await persons.personOf(subject);
    if (personId !== undefined) items.push({ personId, eventId: id, dataClass: 'statistical', sealed: sealed.statistical, safeguards: [] });
  }
  const opened = new Map<string, Partial<Statistics>>();
  const [first] = items;
  if (first === undefined) return opened;
  for (const [index, answer] of (await openAll(vault, items, reports(first))).entries()) {
    const parsed = answer.ok ? patchSchema.safeParse(memberOf(answer.value)) : undefined;
    const eventId = items[index]?.eventId;
    if (parsed?.success === true && eventId !== undefined) opened.set(eventId, parsed.data as Partial<Statistics>);
  }
  return opened;
}
