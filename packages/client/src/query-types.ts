import type { casesQuery, organisationsQuery, searchBody, worklistQuery } from '@guitu/contracts';
import type { Input } from './command-types.js';

/** What a query takes before the service fills in what is absent. A cursor or a limit is sent as it is. */
type Asked<S> = Readonly<Omit<Input<S>, 'limit'> & { readonly limit?: number }>;

export type WorklistQuery = Asked<typeof worklistQuery>;
export type CasesQuery = Asked<typeof casesQuery>;
export type OrganisationsQuery = Readonly<Input<typeof organisationsQuery>>;
/** Exactly one of the two. */
export type SearchBody = Readonly<Input<typeof searchBody>>;
