import { randomUUID } from 'node:crypto';
import type { CommandAnswer } from '@guitu/client';
import { resolve } from '@guitu/standalone';
import type { Hub, Known, Step } from '@guitu/standalone';
import { commandKey } from './command-key.js';
import type { Connection, Received } from './connection.js';
import { unexpected } from './not-carried.js';
import type { Story } from './stories.js';

export interface Target {
  readonly urls: Hub['urls'];
  readonly tokens: ReadonlyMap<string, string>;
}

const clientHeaders = (step: Step, token: string | undefined): Record<string, string> => ({
  authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/json', 'idempotency-key': commandKey(), 'guitu-now': new Date(step.recordedAt).toISOString(),
});

/** One story told to a hub, step by step, each with the ids of the answers before it and `If-Match`. `done` is told of each. */
export function tellHub({ urls, tokens }: Target, story: Story, done: (step: Step, caseId: string) => void = () => undefined): (connection: Connection) => Promise<boolean> {
  const answers = new Map<string, CommandAnswer>();
  const known: Known = {
    idOf: ({ $step, $id }) => {
      const answer = answers.get($step);
      return ($id === 'event' ? answer?.events[0]?.id : answer?.ids[$id]) ?? '';
    },
    caseOf: () => '',
  };
  let place = 0;
  let last: CommandAnswer | undefined;
  return async (connection) => {
    const step = story[place];
    if (step === undefined) return false;
    const headers = clientHeaders(step, tokens.get(step.organisation));
    if (last !== undefined) headers['if-match'] = `"${last.revision}"`;
    const path = last === undefined ? `/cases/${step.command}` : `/cases/${last.caseId}/${step.command}`;
    const answer = await connection.post({ url: urls[step.service], path, headers, body: JSON.stringify(resolve(step.body, known)) });
    if (answer.status >= 300) throw refused(step, answer);
    last = JSON.parse(answer.body) as CommandAnswer;
    answers.set(step.id, last);
    done(step, last.caseId);
    place += 1;
    return place < story.length;
  };
}

const refused = ({ id, command, organisation }: Step, { status, body }: Received): Error => unexpected(status, `${command} by ${organisation} (${id}) was answered ${status}: ${body}`);

/** The same story to a server that only echoes: the same headers and bodies, with ids of the same length. */
export function tellEcho(url: string, token: string, story: Story): (connection: Connection) => Promise<boolean> {
  const id = randomUUID();
  const known: Known = { idOf: () => id, caseOf: () => id };
  let place = 0;
  return async (connection) => {
    const step = story[place];
    if (step === undefined) return false;
    const headers = clientHeaders(step, token);
    if (place > 0) headers['if-match'] = `"${place}"`;
    const answer = await connection.post({ url, path: '/echo', headers, body: JSON.stringify(resolve(step.body, known)) });
    if (answer.status !== 200) throw refused(step, answer);
    JSON.parse(answer.body);
    place += 1;
    return place < story.length;
  };
}

/** A client that tells one story after the other for ever; all clients of one `deal` take from the same pile, so that each is told as often as any other. */
export function dealStories(stories: readonly Story[], tell: (story: Story) => (connection: Connection) => Promise<boolean>): () => (connection: Connection) => Promise<void> {
  let next = 0;
  const take = (): ReturnType<typeof tell> => {
    const story = stories[next % stories.length];
    next += 1;
    return tell(story ?? []);
  };
  return () => {
    let step = take();
    return async (connection) => {
      if (!(await step(connection))) step = take();
    };
  };
}
