import type { Chance } from '../../support/seed.js';
import type { Everybody } from './hub.js';

/** Two humans of the data-protection office, each with a client of their own. */
const [proposer, approver] = [{ client: 'data-protection', user: '李秀兰' }, { client: 'data-protection-second', user: '赵敏' }] as const;

export interface Matter {
  readonly caseId: string;
  readonly kind: 'erasures' | 'restrictions' | 'liftings';
  /** Business time. */
  readonly now: string;
}

/** Proposes an erasure, a restriction or a lifting and approves it. Answers its id, whatever became of it, and whether it was done. */
export async function decideMatter(everybody: Everybody, chance: Chance, { caseId, kind, now }: Matter): Promise<{ readonly id: string; readonly done: boolean }> {
  const send = (who: typeof proposer | typeof approver, path: string, body: object) =>
    everybody.ask(who.client, {
      method: 'POST', url: `${everybody.serviceOf('data-protection')}/${kind}${path}`, body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': chance.uuid(), 'guitu-user': encodeURIComponent(who.user), 'guitu-now': now },
    });
  const proposed = await send(proposer, '', { caseId, ground: 'person-asked' });
  if (proposed.status !== 201) throw new Error(`${kind}: ${proposed.status} ${proposed.text}`);
  const id = String(proposed.body['id']);
  const { status } = await send(approver, `/${id}/approved`, {});
  return { id, done: status === 200 };
}
