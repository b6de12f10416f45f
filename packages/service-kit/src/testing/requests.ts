import { randomUUID } from 'node:crypto';
import type { OrganisationId, TestHub, TokenOptions } from './hub.js';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}
export interface Sending extends TokenOptions {
  readonly as?: OrganisationId;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  /** Sent as it is, instead of `body` as JSON. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

/** Sends a command like any client. */
export async function post(hub: TestHub, path: string, body: unknown, { as = 'baoji-police', key = randomUUID(), headers = {}, raw, ...token }: Sending = {}): Promise<Answered> {
  return answered(
    await fetch(hub.running.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${await hub.token(as, token)}`, 'content-type': 'application/json', 'idempotency-key': key, ...headers },
      body: raw ?? JSON.stringify(body),
    }),
  );
}

export async function get(hub: TestHub, path: string, { as = 'baoji-police', headers = {}, ...token }: Sending = {}): Promise<Answered> {
  return answered(await fetch(hub.running.url + path, { headers: { authorization: `Bearer ${await hub.token(as, token)}`, ...headers } }));
}

/** A man of forty, found by a patrol and taken along. */
export const manFound = {
  disposition: 'taken-along',
  reportedBy: 'own-patrol',
  division: '610302',
  person: { name: '王建国', idNumber: '610302197001011234', sex: '1', age: { from: 38, to: 42 } },
  signs: { impairment: false, mobilityImpaired: false },
  place: '火车站西广场',
};

/** Opens a case with the police of Baoji, who then have the man. */
export async function newCase(hub: TestHub, body: Record<string, unknown> = manFound): Promise<{ readonly caseId: string; readonly answer: Answered }> {
  const answer = await post(hub, '/cases/found', body);
  if (answer.status !== 201) throw new Error(`no case: ${JSON.stringify(answer.body)}`);
  return { caseId: String(answer.body['caseId']), answer };
}
