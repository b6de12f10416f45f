import type { CaseState } from '@guitu/referral';
import { heldBy } from '@guitu/referral';
import { idOf, roleOf, whoIs } from '@guitu/referral/testing';
import type { Who } from '@guitu/referral/testing';
import type { Operation } from '../../simulation/checks/journal.js';

const charges: ReadonlySet<string> = new Set(['station', 'civil-affairs']);

/** What the generator of the simulation hardly ever thinks of, because no custody turns on it, and what changes who may see what. */
export function seldomThought(state: CaseState): readonly Pick<Operation, 'who' | 'name' | 'body'>[] {
  const responsible = state.responsible?.organisation;
  if (responsible === undefined) return [];
  const [who, holder, opener] = [responsible, heldBy(state) ?? responsible, state.opened?.organisation ?? responsible].map((organisation) => whoIs(organisation) as Who) as [Who, Who, Who];
  const broken = (looking: Who) => ({ who: looking, name: 'access-broken-glass', body: { ground: 'treatment', reason: '夜间急诊' } });
  // Where somebody is hidden, only who is charged with the case in person is told.
  if (state.protectedSince !== undefined) return [who, holder, opener].flatMap((looking) => [broken(looking), ...(charges.has(roleOf(looking)) ? [{ who: looking, name: 'worker-assigned', body: { user: '值班员' } }] : [])]);
  return [
    { who, name: 'protection-set', body: { ground: 'threat' } },
    ...[holder, 'A', 'H', 'C'].map((other) => ({ who, name: 'access-approved', body: { organisation: idOf(other as Who) } })),
    ...[who, holder].map(broken),
    ...Object.entries(state.placements).flatMap(([placementId, { partner }]) => (heldBy(state) === partner ? [{ who: holder, name: 'care-recorded', body: { placementId, day: '2013-03-03', services: '三餐' } }] : [])),
    ...Object.values(state.handovers).flatMap(({ id, reservations }) =>
      reservations.flatMap(({ outcome }, reservation) => (outcome === undefined ? [{ who, name: 'difference-settled', body: { handoverId: id, reservation, outcome: 'explained' } }] : [])),
    ),
  ];
}
