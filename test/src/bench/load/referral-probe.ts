import { setTimeout as wait } from 'node:timers/promises';
import type { CommandAnswer } from '@guitu/client';
import { commandKey } from './command-key.js';
import type { Target } from './lifecycles.js';
import type { Connection } from './connection.js';
import { NotCarried, unexpected } from './not-carried.js';

/** Who sends, and a station that has nothing else on its list. */
export interface ProbedPair {
  readonly police: string;
  readonly station: string;
  /** Milliseconds between two looks at the list. */
  readonly pauseMs: number;
}

const call = { channel: '110', caller: '路过市民', summary: '火车站西广场有一人需要帮助' };
const GIVEN_UP_MS = 10_000;

/** The police hear of somebody and refer him to a station. Answers with the milliseconds from sending that command until the station's worklist shows it; then the case is closed, and the referral with it. */
export function probeReferral({ urls, tokens }: Target, { police, station, pauseMs }: ProbedPair): (connection: Connection) => Promise<number> {
  const headersOf = (organisation: string): Record<string, string> => ({ authorization: `Bearer ${tokens.get(organisation) ?? ''}`, 'content-type': 'application/json' });
  const [sender, receiver] = [headersOf(police), headersOf(station)];
  async function send(connection: Connection, path: string, body: unknown): Promise<CommandAnswer> {
    const answer = await connection.post({ url: urls.police, path, headers: { ...sender, 'idempotency-key': commandKey() }, body: JSON.stringify(body) });
    if (answer.status >= 300) throw unexpected(answer.status, `${path} was answered ${answer.status}: ${answer.body}`);
    return JSON.parse(answer.body) as CommandAnswer;
  }
  async function visible(connection: Connection, caseId: string): Promise<boolean> {
    const answer = await connection.get({ url: urls.station, path: '/worklist?list=for-me&limit=200', headers: receiver });
    if (answer.status !== 200) throw unexpected(answer.status, `the worklist was answered ${answer.status}: ${answer.body}`);
    return answer.body.includes(caseId);
  }
  return async (connection) => {
    const { caseId } = await send(connection, '/cases/help-requested', call);
    const begun = performance.now();
    await send(connection, `/cases/${caseId}/referral-sent`, { to: station, purpose: 'admission' });
    while (!(await visible(connection, caseId))) {
      if (performance.now() - begun > GIVEN_UP_MS) throw new NotCarried(`${station} did not see the referral within ${GIVEN_UP_MS} ms`);
      if (pauseMs > 0) await wait(pauseMs);
    }
    const milliseconds = performance.now() - begun;
    await send(connection, `/cases/${caseId}/case-closed`, { code: 'not-arrived' });
    return milliseconds;
  };
}
