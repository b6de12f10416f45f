import type { CaseState } from '@guitu/referral';
import { heldBy } from '@guitu/referral';
import { idOf, whoIs } from '@guitu/referral/testing';
import type { Who } from '@guitu/referral/testing';
import type { Operation } from '../../simulation/checks/journal.js';

/** What the generator of the simulation hardly ever thinks of, because no custody turns on it, and what changes who may see what. */
export function seldomThought(state: CaseState): readonly Pick<Operation, 'who' | 'name' | 'body'>[] {
  const responsible = state.responsible?.organisation;
  if (responsible === undefined) return [];
  const who = whoIs(responsible) as Who;
  const holder = whoIs(heldBy(state) ?? responsible) as Who;
  return [
    { who, name: 'protection-set', body: { ground: 'threat' } },
    ...[holder, 'A', 'H', 'C'].map((other) => ({ who, name: 'access-approved', body: { organisation: idOf(other as Who) } })),
    ...[who, holder].map((looking) => ({ who: looking, name: 'access-broken-glass', body: { ground: 'treatment', reason: '夜间急诊' } })),
    ...Object.entries(state.placements).flatMap(([placementId, { partner }]) => (heldBy(state) === partner ? [{ who: holder, name: 'care-recorded', body: { placementId, day: '2013-03-03', services: '三餐' } }] : [])),
    ...Object.values(state.handovers).flatMap(({ id, reservations }) =>
      reservations.flatMap(({ outcome }, reservation) => (outcome === undefined ? [{ who, name: 'difference-settled', body: { handoverId: id, reservation, outcome: 'explained' } }] : [])),
    ),
  ];
}
