import { randomUUID } from 'node:crypto';
import type { Role } from '@guitu/contracts';
import type { StrangeHub } from './hub.js';
import { send } from './http.js';
import { near } from './organisations.js';
import { claimsFor, jws } from './tokens.js';

export const man = { sex: '1', age: { from: 38, to: 42 } };
export const calm = { impairment: false, mobilityImpaired: false };

/** Sends a command as the Baoji organisation of a role; fails where it is refused. */
export async function sendAs(hub: StrangeHub, role: Role, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Readonly<Record<string, unknown>>> {
  const token = jws(hub.key, claimsFor(role, role, near(role), { scope: 'sample-clock' }));
  const answer = await send({
    method: 'POST', url: `${hub.urls[role] ?? ''}${path}`, body: JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
  });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** Opens a case with the station, which then asks everybody else for something, so that all five agencies take part. */
export async function everybodysCase(hub: StrangeHub): Promise<string> {
  const opened = await sendAs(hub, 'station', '/cases/help-requested', { channel: 'walk-in', person: man, signs: calm });
  const caseId = String(opened['caseId']);
  const step = (name: string, body: unknown) => sendAs(hub, 'station', `/cases/${caseId}/${name}`, body);
  await step('eligibility-decided', { eligible: true, ground: 'away-from-home-without-means', place: 'station' });
  await step('admitted', { place: 'station', identified: false, person: man, signs: calm });
  await step('identity-check-requested', { to: near('police'), question: '此人是谁' });
  await step('settlement-applied', { to: near('civil-affairs'), kind: 'household' });
  await step('referral-sent', { to: near('hospital'), purpose: 'medical' });
  await step('placement-requested', { to: near('elder-care') });
  return caseId;
}
