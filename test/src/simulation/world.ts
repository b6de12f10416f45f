import { join } from 'node:path';
import type { EventStore, NewEvent } from '@guitu/event-store';
import { CaseStory, Scenario, beginnings, bodyOf, caseEvents } from '@guitu/referral/testing';
import type { Beginning, StepOptions, Who } from '@guitu/referral/testing';
import type { EventName } from '@guitu/contracts';
import { hubIdentity } from '@guitu/service-kit';
import { chanceFrom } from '../support/seed.js';
import { Client } from './agencies/client.js';
import { people } from './agencies/people.js';
import { Findings } from './checks/findings.js';
import { Journal } from './checks/journal.js';
import type { Body } from './checks/journal.js';
import { LogWatcher } from './checks/log-watcher.js';
import { Faults } from './faults.js';
import { SimulatedHub } from './hub/hub.js';
import { imageOf, mintKeys, remove, scratch } from './hub/keys.js';
import { Log } from './hub/log.js';
import { unchanged } from './hub/mutation.js';
import { Machine } from './machine.js';
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

interface Told {
  readonly who: Who;
  readonly name: EventName;
  readonly body: Body;
  readonly caseId: string;
  readonly opens: boolean;
  readonly eventIds: readonly string[];
  readonly now: string;
}

/** Writes down what a story does, so that it can be done again through the hub. */
class RecordingStory extends CaseStory {
  readonly told: Told[] = [];

  override does(who: Who, name: EventName, said: Body = {}, place?: string, options: StepOptions = {}): string {
    const before = this.events.length;
    const primary = super.does(who, name, said, place, options);
    this.told.push({ who, name, body: bodyOf(name, said, this.whom), caseId: this.id, opens: before === 0, eventIds: this.events.slice(before).map(({ id }) => id), now: this.scenario.now });
    return primary;
  }
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
  const story = new RecordingStory(new Scenario(), people[0] ?? { person: {}, signs: {} });
  beginnings[beginning](story);

  // The story's ids are those of its own commands; here the same things have other ids.
  const ids = new Map<string, string>();
  for (const { who, name, body, caseId, opens, eventIds, now } of story.told) {
    time.now = Date.parse(now);
    const translated = JSON.parse(JSON.stringify(body).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, (id) => ids.get(id) ?? id)) as Body;
    const sent = client.perform({ who, name, caseId: opens ? undefined : ids.get(caseId), body: translated, key: chance.uuid(), supervisor: true, ifMatch: undefined });
    let answer: Awaited<typeof sent>;
    let ended = false;
    void sent.then((given) => {
      answer = given;
      ended = true;
    });
    await scheduler.until(() => ended, `${beginning}: ${name}`);
    const events = answer?.body['events'] as readonly { readonly id: string }[] | undefined;
    if (events === undefined) throw new Error(`${beginning}: ${name} was answered with ${JSON.stringify(answer)}`);
    ids.set(caseId, String(answer?.body['caseId']));
    for (const [index, id] of eventIds.entries()) ids.set(id, events[index]?.id ?? '');
  }
  findings.stop();
  await hub.dispose();
  const keys = join(directory, 'keys');
  imageOf(join(directory, 'keys1'), keys);
  return { hubId, appends, keys, now: new Date(time.now + 3_600_000).toISOString() };
}
