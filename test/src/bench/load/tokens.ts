import { fetchToken } from '../../support/token.js';

/** Fetches one token for each organisation from the hub's issuer, with leave to set the business clock and to supervise. */
export async function fetchTokens(issuer: string, organisations: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  for (const id of organisations) tokens.set(id, await fetchToken(issuer, id, 'sample-clock supervisor'));
  return tokens;
}
