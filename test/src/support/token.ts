import { sampleSecret } from '@guitu/service-kit';

/** A token of an organisation of the sample from the hub's own issuer, for programs that speak plain HTTP. @param scope several words apart by blanks */
export async function fetchToken(issuer: string | URL, organisation: string, scope?: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: organisation, client_secret: sampleSecret(organisation), ...(scope === undefined ? {} : { scope }) });
  const answer = await fetch(new URL('/oauth/token', issuer), { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(`no token for ${organisation}: ${answer.status}`);
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}
