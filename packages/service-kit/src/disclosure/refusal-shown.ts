import type { AnyEvent } from '@guitu/contracts';
import { refuse, standing } from '@guitu/referral';
import type { Refusal } from '@guitu/referral';
import type { Look } from './look.js';
import { recordDisclosure } from './record.js';

/**
 * A refusal is an exit like any other. It names the events that whoever sends the command is shown in the case; and whoever has only the own referrals left learns from none
 * whether the person died, the case was closed, or anything came after.
 */
export function refusalShown(refusal: Refusal, events: readonly AnyEvent[], look: Look): Refusal {
  const { viewer: { organisation }, present, register, now } = look;
  if (standing(present, organisation, register, now) === 'own-referrals') return refuse('not-yours');
  if (refusal.facts === undefined) return refusal;
  const shown = new Set(events.filter((event) => recordDisclosure(event, look).level !== 'none').map(({ id }) => id));
  return { ...refusal, facts: refusal.facts.filter(({ eventId }) => shown.has(eventId)) };
}
