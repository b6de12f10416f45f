import { closedLoop } from '../load/closed-loop.js';
import { dealStories, tellEcho, tellHub } from '../load/lifecycles.js';
import { sampleRegister } from '../load/sample-register.js';
import { averageStories } from '../load/stories.js';
import { withPrograms } from '../processes/programs.js';
import { beside, inRounds } from '../rounds.js';
import type { Row } from '../row.js';
import { median } from '../statistics.js';

/** Bytes of an average event of the big log, sealed parts included. */
export const EVENT_BYTES = 1_100;
const TRANSACTIONS = 300;

/** One client alone: what a clerk waits for. The limit is one durable transaction plus one bare request. */
export const oneConnection: Row = {
  key: 'one',
  run: ({ rounds, seconds, scratch, say }) =>
    withPrograms(scratch, async (programs) => {
      const register = await sampleRegister();
      const echo = await programs.echo();
      const hub = await programs.hub(register);
      const transactions = await programs.transactions();
      const stories = averageStories(register);
      const token = [...hub.tokens.values()][0] ?? '';
      const alone = async (client: Parameters<typeof closedLoop>[0]['client']): Promise<number> => median((await closedLoop({ connections: 1, seconds, say, client })).latencies);
      const measured = await inRounds(rounds, {
        limit: async () => {
          const request = await alone(dealStories(stories, (story) => tellEcho(echo.url, token, story)));
          const transaction = median(await transactions.run({ sizes: Array.from({ length: TRANSACTIONS }, () => EVENT_BYTES), group: 1 }));
          return request + transaction;
        },
        subject: async () => {
          const latency = await alone(dealStories(stories, (story) => tellHub(hub, story)));
          await hub.settled();
          return latency;
        },
      });
      return [beside({ name: 'one connection, everything on, median', unit: 'ms', aim: 'ratio <= 2.5' }, measured.subject, measured.limit)];
    }),
};
