import { localDateOf } from '@guitu/contracts';

/** Until a day that is over nothing would be restricted, and the matter be done all the same. */
export const isOver = ({ until }: { readonly until?: string | undefined }, now: number): boolean => until !== undefined && until < localDateOf(new Date(now).toISOString());
