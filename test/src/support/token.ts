import { sampleSecret } from '@guitu/standalone';

/** A token of an organisation from the hub's own issuer, for tests that speak plain HTTP. */
export async function fetchToken(issuer: string, organisation: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: organisation, client_secret: sampleSecret(organisation) });
  const answer = await fetch(new URL('/oauth/token', issuer), { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(`no token for ${organisation}: ${answer.status}`);
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}
