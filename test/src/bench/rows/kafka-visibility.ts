import { setTimeout as wait } from 'node:timers/promises';
import { startDistributedHub } from '../../support/distributed-hub.js';
import { NotCarried } from '../load/not-carried.js';
import { sampleRegister } from '../load/sample-register.js';
import { fetchTokens } from '../load/tokens.js';
import { visibleLoad } from '../load/visible-load.js';
import type { Seen, VisibleLoad } from '../load/visible-load.js';
import { aimAt } from '../report/aim.js';
import { alone, inRounds } from '../rounds.js';
import type { Row } from '../row.js';
import { percentile } from '../statistics.js';

/** The first that is carried is measured. */
const RATES = [200, 100, 50, 20, 10] as const;
const WANTED = 200;
/** A hub that answers less than this share of what comes is falling behind. */
const CARRIED = 0.9;

/** Until what a rate that was too high has left is worked off. */
const SETTLE_MS = 10_000;

/** As in the row of the embedded hub. */
const ROUNDS_IN_ONE = 4;
/** The list is asked by HTTP again and again; without a pause that would be most of the load. */
const PAUSE_MS = 10;

/** The same as `visible` with each service a process of its own, over EventStoreDB and Kafka, at the highest rate that this machine carries with all of them and the load generator. */
export const kafkaVisibility: Row = {
  key: 'visible-kafka',
  run: async ({ rounds, seconds: ordinary, brokers: find, say }) => {
    const brokers = await find();
    const register = await sampleRegister();
    const hub = await startDistributedHub({ register, brokers });
    try {
      const tokens = await fetchTokens(hub.urls.issuer, register.organisations.map(({ id }) => id));
      const load = visibleLoad({ urls: hub.urls, tokens }, register);
      const seconds = ordinary * ROUNDS_IN_ONE;
      const perSecond = await highestCarried(load, seconds, say);
      const medians: number[] = [];
      const { p99 } = await inRounds(rounds, {
        p99: async () => {
          const { times } = await load({ perSecond, seconds, pauseMs: PAUSE_MS });
          medians.push(percentile(times, 0.5));
          return percentile(times, 0.99);
        },
      });
      const name = "from a command to another's worklist over Kafka and our own server for EventStoreDB";
      const scale = `${perSecond} commands/s`;
      return [
        alone({ name: `${name}, median`, scale, unit: 'ms' }, medians.slice(1)),
        alone({ name: `${name}, p99`, scale, unit: 'ms', aim: aimAt(`${WANTED} commands/s`, perSecond === WANTED, 'value < 250') }, p99),
      ];
    } finally {
      await hub.close();
    }
  },
};

async function highestCarried(load: (load: VisibleLoad) => Promise<Seen>, seconds: number, say: (line: string) => void): Promise<number> {
  for (const perSecond of RATES) {
    try {
      const carried = await load({ perSecond, seconds, pauseMs: PAUSE_MS });
      if (carried.perSecond >= perSecond * CARRIED) return perSecond;
      say(`bench: ${perSecond} commands/s are not carried here: ${Math.round(carried.perSecond)} were answered`);
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error;
      say(`bench: ${perSecond} commands/s are not carried here: ${error.message}`);
    }
    await wait(SETTLE_MS);
  }
  throw new NotCarried(`not even ${String(RATES.at(-1))} commands/s are carried here`);
}
