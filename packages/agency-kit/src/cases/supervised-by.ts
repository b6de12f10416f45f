import type { Register } from '@guitu/referral';

/** The organisations that this one supervises; none where it is no civil affairs office. */
export const supervisedBy = (register: Register, office: string): readonly string[] =>
  register.roleOf(office) === 'civil-affairs' ? register.all.filter(({ id }) => register.supervises(office, id)).map(({ id }) => id) : [];
