import type { AnyEvent } from '@guitu/contracts';
import { standing } from '@guitu/referral';
import type { ContradictingFact } from '@guitu/referral';
import type { Look } from './look.js';
import { recordDisclosure } from './record.js';

/**
 * Of the facts that stand against a command those that whoever sends it is shown in the case, too: a refusal is an exit like any other. Whoever has only the own referrals
 * left is told of what it recorded itself.
 */
export function factsShown(facts: readonly ContradictingFact[], events: readonly AnyEvent[], look: Look): readonly ContradictingFact[] {
  const { viewer: { organisation }, present, register, now } = look;
  const whole = standing(present, organisation, register, now) === 'full';
  return facts.filter(({ eventId }) => {
    const event = events.find(({ id }) => id === eventId);
    return event !== undefined && (whole ? recordDisclosure(event, look).level !== 'none' : event.actor.organisation === organisation);
  });
}
