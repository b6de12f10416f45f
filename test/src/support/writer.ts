import { Unreachable } from '@guitu/client';
import type { CommandAnswer, CommandName, CommandOptions } from '@guitu/client';
import { foundBody } from './episodes.js';
import type { Desks } from './hub.js';
import { able, manOf } from './people.js';
import type { OrganisationId } from './register.js';
import { idIn } from './story.js';

export interface Writer {
  /** Answers in the order in which they came. */
  readonly acknowledged: readonly CommandAnswer[];
  /** Resolves when nothing is under way any more. Rejects with what was refused. */
  stop(): Promise<void>;
}

/** Agencies that go on writing: people are found, sent to the station, taken in. Ends by itself where the hub is gone. */
export function startWriter(desks: Desks): Writer {
  const [P, S] = ['police-baoji', 'station-baoji'] as const;
  const acknowledged: CommandAnswer[] = [];
  let stopping = false;

  async function send<N extends CommandName>(by: OrganisationId, name: N, options: CommandOptions<N>): Promise<CommandAnswer> {
    const answer = await desks.as(by).send(name, options);
    acknowledged.push(answer);
    return answer;
  }

  async function write(): Promise<void> {
    while (!stopping) {
      const person = manOf(`康有${acknowledged.length}号`, '430703197001010019', '1970-01-01');
      const { caseId } = await send(P, 'found', { body: foundBody(person, able) });
      const { ids } = await send(P, 'referral-sent', { caseId, body: { to: S, purpose: 'admission', reason: '请接收' } });
      const referralId = idIn(ids, 'referralId');
      await send(S, 'referral-received', { caseId, body: { referralId, signedBy: '值班员李秀英' } });
      await send(S, 'referral-accepted', { caseId, body: { referralId } });
    }
  }

  const gone = (error: unknown): void => {
    if (!(error instanceof Unreachable)) throw error;
  };
  const running = Promise.all([write().catch(gone), write().catch(gone)]).then(() => undefined);
  running.catch(() => undefined); // Told to whoever stops it.
  return {
    acknowledged,
    stop: () => {
      stopping = true;
      return running;
    },
  };
}
