import { levelOf, prefectureOf } from './division-code.js';
import { ancestors, division } from './divisions.js';

export type OfficeRoute = { readonly office: string } | { readonly ambiguous: readonly string[] } | { readonly none: true };

/**
 * The division whose office answers for a place of registration (domain notes 6.1): the code itself where it has an
 * office, even if it is retired, because the register of offices is newer than any list; else the offices of its
 * successors, if it has any; else the nearest division above it with an office. Works for a code that no edition has.
 * - `ambiguous`: the code was split and the parts have different offices; a human chooses among them
 * - `none`: no office anywhere above; escalate to the own civil affairs bureau (domain notes 4.3)
 */
export function routeToOffice(registrationCode: string, hasOffice: (code: string) => boolean): OfficeRoute {
  const [office, ...others] = officesFor(registrationCode, hasOffice);
  if (office === undefined) return { none: true };
  return others.length === 0 ? { office } : { ambiguous: [office, ...others] };
}

/** Each office once, in order of code. A chain of retirements is followed to its end; it cannot loop, because a successor is never older. */
function officesFor(code: string, hasOffice: (code: string) => boolean): string[] {
  if (hasOffice(code)) return [code];
  const offices = [...new Set(heirsOf(code).flatMap((successor) => officesFor(successor, hasOffice)))].toSorted();
  if (offices.length > 0) return offices;
  const nearest = ancestors(code).find(hasOffice);
  return nearest === undefined ? [] : [nearest];
}

/** Successors of a code; a county that has none shares those of its dissolved prefecture (居巢区 341402 of 巢湖 341400). */
function heirsOf(code: string): readonly string[] {
  const own = division(code)?.successors ?? [];
  if (own.length > 0 || levelOf(code) !== 'county') return own;
  return division(prefectureOf(code))?.successors ?? [];
}
