import { fetchToken } from '../../support/token.js';

/** They last an hour. */
const RENEWED_AFTER_MS = 30 * 60_000;

/** Fetches one token for each organisation from the hub's issuer, with leave to set the business clock and to supervise. */
export async function fetchTokens(issuer: string, organisations: Iterable<string>): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const id of organisations) tokens.set(id, await fetchToken(issuer, id, 'sample-clock supervisor'));
  return tokens;
}

/** For a run that lasts longer than its tokens: puts new ones in their place, when it is called in time. `now`: of a clock in milliseconds. */
export function renewalOf(tokens: Map<string, string>, issuer: string, now = () => performance.now()): () => Promise<void> {
  let fetched = now();
  return async () => {
    if (now() - fetched < RENEWED_AFTER_MS) return;
    fetched = now();
    for (const [id, token] of await fetchTokens(issuer, [...tokens.keys()])) tokens.set(id, token);
  };
}
