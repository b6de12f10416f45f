import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from './connection.js';
import { openConnection } from './connection.js';
import { NotCarried } from './not-carried.js';

export interface OpenLoopOptions {
  readonly perSecond: number;
  readonly seconds: number;
  /** What happens at each arrival. */
  readonly act: (connection: Connection) => Promise<void>;
  /** Origins to which connections stand open before it begins, as clients have them: Node takes a new one once a turn of its event loop, which would be timed as well. None when absent. */
  readonly origins?: readonly string[];
  /** True: arrivals wait while too many are under way, for a run that is about what load leaves behind and not about latencies. */
  readonly patient?: boolean;
}

export interface OpenLoopResult {
  readonly perSecond: number;
  /** Milliseconds of each, from when it was due, so that a hub that falls behind cannot hide it. */
  readonly latencies: readonly number[];
}

/** Beyond so many under way, the hub cannot carry the rate here, and waiting longer only makes the queue longer. */
const MOST_UNDER_WAY = 1_000;
/** Connections that stand open; more are opened where more are wanted at once. */
const READY = 32;
/** As many clients as the closed loops have. */
const MOST_PATIENT = 64;

async function openConnections(origins: readonly string[]): Promise<Connection[]> {
  const connections = Array.from({ length: READY }, () => openConnection());
  for (const url of origins) await Promise.all(connections.map((connection) => connection.get({ url, path: '/healthz', headers: {} })));
  return connections;
}

/** Begins something so often, whether or not what began before has ended, as people do who know nothing of one another. The first failure ends the run and is thrown. */
export async function openLoop({ perSecond, seconds, act, origins = [], patient = false }: OpenLoopOptions): Promise<OpenLoopResult> {
  const all = await openConnections(origins);
  const idle = [...all];
  const latencies: number[] = [];
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const total = Math.round(perSecond * seconds);
  const begun = performance.now();

  function take(): Connection {
    const free = idle.pop();
    if (free !== undefined) return free;
    const connection = openConnection();
    all.push(connection);
    return connection;
  }
  async function arrive(due: number): Promise<void> {
    const connection = take();
    try {
      await act(connection);
      latencies.push(performance.now() - due);
    } catch (error) {
      failures.push(error);
    }
    idle.push(connection);
  }

  for (let started = 0; started < total && failures.length === 0; ) {
    const due = begun + (started / perSecond) * 1_000;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    if (patient) while (underWay.size >= MOST_PATIENT) await Promise.race(underWay);
    else if (underWay.size >= MOST_UNDER_WAY) failures.push(new NotCarried(`${MOST_UNDER_WAY} requests are under way: on this machine, as busy as it is now, the hub does not carry ${perSecond} a second`));
    const running: Promise<void> = arrive(due).finally(() => underWay.delete(running));
    underWay.add(running);
    started += 1;
  }
  await Promise.all(underWay);
  const elapsed = performance.now() - begun;
  await Promise.all(all.map((connection) => connection.close()));
  if (failures.length > 0) throw failures[0];
  return { perSecond: (latencies.length / elapsed) * 1_000, latencies };
}
