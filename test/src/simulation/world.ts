import { join } from 'node:path';
import type { EventStore, NewEvent } from '@guitu/event-store';
import { beginnings, caseEvents } from '@guitu/referral/testing';
import type { Beginning } from '@guitu/referral/testing';
import { hubIdentity } from '@guitu/service-kit';
import { chanceFrom } from '../support/seed.js';
import { Client } from './agencies/client.js';
import { people } from './agencies/people.js';
import { Findings } from './checks/findings.js';
import { Journal } from './checks/journal.js';
import { LogWatcher } from './checks/log-watcher.js';
import { Faults } from './faults.js';
import { SimulatedHub } from './hub/hub.js';
import { imageOf, mintKeys, remove, scratch } from './hub/keys.js';
import { Log } from './hub/log.js';
import { unchanged } from './hub/mutation.js';
import { Machine } from './machine.js';
import { OtherIds, recordedBeginning } from './recorded-story.js';
import { Scheduler } from './scheduler.js';

/** Where schedules set out from: a hub whose agencies already did something. Made through the real hub, once for each beginning and process. */
export interface World {
  readonly hubId: string;
  readonly appends: readonly { readonly stream: string; readonly events: readonly NewEvent[] }[];
  /** Directory of the keys as they were then. */
  readonly keys: string;
  /** Business time at its end. */
  readonly now: string;
}

export const beginningNames = Object.keys(beginnings) as Beginning[];
const worlds = new Map<Beginning, Promise<World>>();
/** Directory of a key file that was started once: minting its stock of roots takes as long as a schedule. */
let minted: Promise<string> | undefined;
const kept = new Set<string>();

export function worldOf(beginning: Beginning): Promise<World> {
  const known = worlds.get(beginning) ?? makeWorld(beginning);
  worlds.set(beginning, known);
  return known;
}

/** Removes the files of all worlds. */
export function forgetWorlds(): void {
  for (const directory of kept) remove(directory);
  kept.clear();
  worlds.clear();
  minted = undefined;
}

async function freshKeys(): Promise<string> {
  const directory = scratch('keys');
  kept.add(directory);
  await mintKeys(directory, chanceFrom(0));
  return directory;
}

async function makeWorld(beginning: Beginning): Promise<World> {
  const directory = scratch('world');
  kept.add(directory);
  const chance = chanceFrom(caseEvents.length + beginningNames.indexOf(beginning));
  const scheduler = new Scheduler();
  const faults = new Faults(chance, () => undefined);
  faults.stop();
  const findings = new Findings();
  const watcher = new LogWatcher(findings);
  const log = new Log(scheduler);
  const appends: { readonly stream: string; readonly events: readonly NewEvent[] }[] = [];
  log.watch((stream, events) => {
    appends.push({ stream, events });
    watcher.take(stream, events);
  });
  const time = { now: Date.parse('2013-03-01T00:00:00Z') };
  const clock = { now: () => time.now, turn: () => undefined };
  const store: EventStore = { ...log.store, append: (stream, events, { expected }) => log.append(stream, events, expected) };
  const hubId = await hubIdentity(store, { uuid: () => chance.uuid() }, time.now);

  const hub = new SimulatedHub({ scheduler, chance, faults, clock, log, hubId, keys: await (minted ??= freshKeys()), directory, projections: ['worklist'], mutation: unchanged });
  await hub.start();
  const client = new Client(new Machine('agencies', scheduler, chance), hub, faults, new Journal(watcher, findings), clock);
  const ids = new OtherIds();
  for (const told of recordedBeginning(beginning, people[0] ?? { person: {}, signs: {} })) {
    const { who, name, body, caseId, opens, now } = told;
    time.now = Date.parse(now);
    const sent = client.perform({ who, name, caseId: opens ? undefined : ids.of(caseId), body: ids.translated(body), key: chance.uuid(), supervisor: true, ifMatch: undefined });
    let answer: Awaited<typeof sent>;
    let ended = false;
    void sent.then((given) => {
      answer = given;
      ended = true;
    });
    await scheduler.until(() => ended, `${beginning}: ${name}`);
    if (answer?.body['events'] === undefined) throw new Error(`${beginning}: ${name} was answered with ${JSON.stringify(answer)}`);
    ids.learn(told, answer.body);
  }
  findings.stop();
  await hub.dispose();
  const keys = join(directory, 'keys');
  imageOf(join(directory, 'keys1'), keys);
  return { hubId, appends, keys, now: new Date(time.now + 3_600_000).toISOString() };
}
