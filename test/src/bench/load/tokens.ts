import { sampleSecret } from '@guitu/standalone';
import { openConnection } from './connection.js';

/** Fetches one token for each organisation from the hub's issuer, with leave to set the business clock and to supervise. */
export async function fetchTokens(issuer: string, organisations: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const connection = openConnection();
  const tokens = new Map<string, string>();
  for (const id of organisations) {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: sampleSecret(id), scope: 'sample-clock supervisor' }).toString();
    const answer = await connection.post({ url: issuer, path: '/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    if (answer.status !== 200) throw new Error(`no token for ${id}: ${answer.body}`);
    tokens.set(id, (JSON.parse(answer.body) as { readonly access_token: string }).access_token);
  }
  await connection.close();
  return tokens;
}
