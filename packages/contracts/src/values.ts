import { z } from 'zod';
import { isKnownProvince } from './codes/divisions.js';

// Line breaks and tabs are the only control characters that a person can have meant.
const hasControlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
// A lone surrogate is no character: UTF-8 cannot hold it, so an index would take two names for one.
const hasHalfCharacters = /\p{Surrogate}/u;

const bounded = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !hasControlCharacters.test(text), { message: 'control characters are not allowed', params: { rule: 'no-control-characters' } })
    .refine((text) => !hasHalfCharacters.test(text), { message: 'half a character is not allowed', params: { rule: 'whole-characters' } });

/** One line: a name, a title, a number of a paper. At most 100 characters. */
export const line = () => bounded(100);
/** Somebody who works at an organisation, by the name that the client uses for them in `Guitu-User`. At most 100 characters. */
export const user = () => bounded(100).meta({ examples: ['clerk-7'] });
/** Free text; the main leak of any such system, so short. At most 2,000 characters. */
export const text = () => bounded(2_000);
// 宝救字〔2013〕第12号 is one; a name typed into the wrong box is none, and these stand in the log in plain text.
// An identity number or a mobile number is the number of a person, not of a paper.
const personal = /^(?:\d{15}|\d{17}[\dXx]|1\d{10})$/u;
const numbered = /^(?=.*\p{N})[\p{L}\p{N}〔〕［］（）()[\]/._-]+$/u;

/** The number of a paper or file kept elsewhere (certificate, notice, bed, contract): letters, digits and brackets without spaces, a digit among them. At most 64 characters. */
export const reference = () =>
  bounded(64).refine((value) => numbered.test(value) && !personal.test(value), { message: 'is not the number of a paper', params: { rule: 'reference' } }).meta({ examples: ['BJ-2013-0012'] });
/** In lower case, whatever was sent: ids are compared as text. */
export const uuid = () => z.uuid().toLowerCase();
export const caseId = uuid;
/** Id of an organisation in the register. */
export const organisation = () => z.string().regex(/^[a-z][a-z0-9-]{1,62}$/u);
/** The rule that a time in UTC or a day breaks. Text of a year beyond 9999 begins with a sign and no longer sorts, and a deadline is always some time later. */
function outside(text: string): string | undefined {
  if (text < '1900' && !text.startsWith('+')) return 'not-before-1900';
  return text >= '3000' || text.startsWith('+') ? 'not-after-2999' : undefined;
}

/** An instant with zone offset; kept as UTC with milliseconds, so that comparing the text compares the instant. From 1900 to 2999. */
export const instant = () =>
  z.iso
    .datetime({ offset: true })
    .transform((value, context) => {
      const time = Date.parse(value);
      // RFC 3339 allows what a calendar does not (30 February); Date.parse rolls some of it over or gives up.
      if (Number.isNaN(time)) {
        context.addIssue({ code: 'custom', message: 'is not an instant of the calendar', params: { rule: 'instant' } });
        return z.NEVER;
      }
      const normal = new Date(time).toISOString();
      const rule = outside(normal);
      if (rule !== undefined) {
        context.addIssue({ code: 'custom', message: 'lies before 1900 or after 2999', params: { rule } });
        return z.NEVER;
      }
      return normal;
    });
// The rule of the format has spoken already where it is none.
const shapeOfDay = /^\d{4}-\d{2}-\d{2}$/u;
/** A calendar day in China (+08:00), `YYYY-MM-DD`, from 1900 to 2999. */
export const day = () =>
  z.iso.date().check(({ value, issues }) => {
    const rule = outside(value);
    if (rule !== undefined && shapeOfDay.test(value)) issues.push({ code: 'custom', input: value, message: 'lies before 1900 or after 2999', params: { rule } });
  });
/** GB/T 2260, six digits, current or retired. Only the province is checked: the data package ends at one edition, and a county that is newer than it must be recordable. */
export const division = () => z.string().refine((code) => /^\d{6}$/u.test(code) && isKnownProvince(code), { message: 'is not a division code of GB/T 2260', params: { rule: 'gbt-2260' } }).meta({ pattern: '^[1-9][0-9]{5}$', examples: ['610302'] });
/** Amount in fen (分); always the agency's expense. No type of the contract can be a charge to a person, kin or work unit. */
export const fen = () => z.int().min(0).max(100_000_000);
export const count = (max = 10_000) => z.int().min(0).max(max);
