import type { Matter } from '@guitu/vault';

/** A matter that two humans have decided. */
export type Approved = Matter & Required<Pick<Matter, 'approved'>>;

export const isApproved = (matter: Matter): matter is Approved => matter.approved !== undefined;
