import type { IncomingMessage } from 'node:http';

const thisMachine = ['127.0.0.1', 'localhost', '[::1]'];

/** The origins under which a browser may have loaded the page of a service: its own address, any name of this machine, the host by which the issuer is known. */
export function originsOf(serviceUrl: string, issuer: string): readonly string[] {
  const { origin, port, hostname } = new URL(serviceUrl);
  const known = new URL(issuer);
  const local = [...thisMachine, '0.0.0.0', '[::]'].includes(hostname) ? thisMachine.map((name) => `http://${name}:${port}`) : [];
  return [origin, ...local, `${known.protocol}//${known.hostname}:${port}`];
}

/** Headers by which a browser lets the page of that origin read the answer (Fetch standard, CORS); none for any other origin. */
export function allowed({ headers: { origin } }: Pick<IncomingMessage, 'headers'>, origins: ReadonlySet<string>): Readonly<Record<string, string>> {
  return origin !== undefined && origins.has(origin) ? { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' } : { Vary: 'Origin' };
}

/** What a browser asks before it sends client credentials from another origin. */
export function preflight(message: Pick<IncomingMessage, 'headers'>, origins: ReadonlySet<string>): Readonly<Record<string, string>> {
  const headers = allowed(message, origins);
  if (!('Access-Control-Allow-Origin' in headers)) return headers;
  return { ...headers, 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Requested-With', 'Access-Control-Max-Age': '600' };
}
