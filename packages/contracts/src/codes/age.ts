import { addLocalMonths, localDateOf, localDaysBetween } from './local-time.js';
import type { Instant, LocalDate } from './local-time.js';

/** Age as it is known: a birth date, or an estimate in whole years, both ends inclusive, as stated on a day (without a day: at the event). */
export type KnownAge = { readonly birthDate: LocalDate } | { readonly from: number; readonly to: number; readonly statedOn?: LocalDate | undefined };

/** The cuts that rules use; under 14: PIPL art. 28 and 31; under 16: 132号 (P4); under 18: 未成年人保护法 art. 2. */
export type AgeCut = 'under-14' | '14-15' | '16-17' | 'adult';

/** Completed years between two calendar days; negative when the second is earlier. */
function yearsBetween(birthDate: LocalDate, on: LocalDate): number {
  localDaysBetween(birthDate, on); // refuses what is no calendar day
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/**
 * Completed years (周岁) on the calendar day in China of an instant; the birthday itself counts. Negative before birth.
 * Born on 29 February: a year older on 1 March of a common year. Of the two usual rules it is the later one, so nobody
 * loses the protection of a cut a day early.
 */
export function ageAt(birthDate: LocalDate, at: Instant): number {
  return yearsBetween(birthDate, localDateOf(at));
}

/**
 * Whole years that the person can have at an instant, both ends inclusive. An estimate ages with the time since it was
 * stated, and widens by a year between anniversaries, because nobody knows the birthday. Throws RangeError if from > to.
 */
export function ageRangeAt(age: KnownAge, at: Instant): { readonly from: number; readonly to: number } {
  if ('birthDate' in age) {
    const years = ageAt(age.birthDate, at);
    return { from: years, to: years };
  }
  if (age.from > age.to) throw new RangeError('the age range ends before it starts');
  if (age.statedOn === undefined) return { from: age.from, to: age.to };
  const today = localDateOf(at);
  const years = yearsBetween(age.statedOn, today);
  const whole = addLocalMonths(age.statedOn, years * 12) === today;
  return { from: Math.max(0, age.from + years), to: Math.max(0, age.to + years + (whole ? 0 : 1)) };
}

/** Which cut applies at an instant. An estimate that reaches below a cut is below it (protocol section 1). */
export function ageCut(age: KnownAge, at: Instant): AgeCut {
  const { from } = ageRangeAt(age, at);
  if (from < 14) return 'under-14';
  if (from < 16) return '14-15';
  return from < 18 ? '16-17' : 'adult';
}
