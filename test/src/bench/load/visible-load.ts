import type { RegisterData } from '@guitu/contracts';
import type { Target } from './lifecycles.js';
import { oneCommandOfMany } from './many-cases.js';
import { openLoop } from './open-loop.js';
import { probeReferral } from './referral-probe.js';
import { averageStories } from './stories.js';

/** Stations that play no part in the average stories, so that a list of theirs holds the probes alone. */
const receivers = ['station-changde', 'station-zhuzhou', 'station-haikou', 'station-fuzhou', 'station-nanning', 'station-hohhot', 'station-shenyang', 'station-tianjin'] as const;

/** One command in ten is a referral that is timed, which takes three: its case must be opened before and closed after. */
const PROBES = 0.1;
const OF_A_PROBE = 3;

export interface VisibleLoad {
  /** Of commands, probes included. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Milliseconds between two looks of a probe at its list; none when absent. */
  readonly pauseMs?: number;
}
export interface Seen {
  /** Milliseconds of each probe, from sending to being seen. */
  readonly times: readonly number[];
  /** Commands a second until the last answer. */
  readonly perSecond: number;
}

/** Commands that do not wait for one another, and referrals among them, each timed from sending it at the police until the station's worklist shows it. */
export function visibleLoad(hub: Target, register: RegisterData): (load: VisibleLoad) => Promise<Seen> {
  const command = oneCommandOfMany(hub, averageStories(register));
  const origins = Object.values(hub.urls);
  let asked = 0;
  return async ({ perSecond, seconds, pauseMs = 0 }) => {
    const probes = receivers.map((station) => probeReferral(hub, { police: 'police-changde', station, pauseMs }));
    const times: number[] = [];
    const probing = openLoop({
      perSecond: perSecond * PROBES, seconds, origins,
      act: async (connection) => {
        asked += 1;
        times.push((await probes[asked % probes.length]?.(connection)) ?? Number.NaN);
      },
    });
    const telling = openLoop({ perSecond: perSecond * (1 - PROBES * OF_A_PROBE), seconds, origins, act: command });
    // Both to their ends, also where one fails: what comes next meets nothing of them.
    const [probed, told] = await Promise.allSettled([probing, telling]);
    if (probed.status === 'rejected') throw probed.reason;
    if (told.status === 'rejected') throw told.reason;
    return { times, perSecond: probed.value.perSecond * OF_A_PROBE + told.value.perSecond };
  };
}
