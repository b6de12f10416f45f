import type { RegisterData } from '@guitu/contracts';
import { createRegister } from '@guitu/referral';
import { readPlaces } from '../composition/places.js';
import type { Composition } from '../composition/profile.js';
import { seededRandom } from '../random.js';
import { otherCities } from './other-cities.js';
import { outsideStory } from './outside-stories.js';
import { personTime } from './person-time.js';
import type { Step } from './step.js';
import type { Story } from './story.js';

/** What the sample says, in the order in which it was recorded; a step comes after everything that it waits for. */
export interface Script {
  readonly seed: string;
  readonly steps: readonly Step[];
}

/** Turns the composition into commands. Pure: the same composition gives the same script. */
export function writeScript({ seed, profiles, outside }: Composition, data: RegisterData): Script {
  const register = createRegister(data);
  const places = readPlaces(data);
  const mistakes = seededRandom(`${seed}/mistakes`);
  const stories: Story[] = profiles.map((profile) => personTime(profile, seed, register, places.mistaken(profile.person.county, mistakes)));
  const acceptances = new Map(stories.flatMap(({ steps }) => steps.filter(({ command }) => command === 'duplicate-accepted')).map((step) => [(step.body as { of: { $case: string } }).of.$case, step]));
  const acceptedAs = (duplicate: string): Step => {
    const step = acceptances.get(duplicate);
    if (step === undefined) throw new RangeError(`nobody accepts ${duplicate} as a duplicate`);
    return step;
  };
  stories.push(...outside.map((contact) => outsideStory(contact, seed, register, acceptedAs)), ...otherCities(seed, register));
  return { seed, steps: inOrder(linksInTurn(stories.flatMap(({ steps }) => steps))) };
}

/** Links of one person are made one after the other: each waits for the one that the linked case made itself. */
function linksInTurn(steps: readonly Step[]): Step[] {
  const links = new Map(steps.filter(({ command }) => command === 'linked').map(({ story, id }) => [story, id]));
  return steps.map((step) => {
    const before = step.command === 'linked' ? links.get((step.body as { otherCase: { $case: string } }).otherCase.$case) : undefined;
    return before === undefined ? step : { ...step, after: [...step.after, before] };
  });
}

/** By time of recording; the order within a story stays, because its times rise. */
function inOrder(steps: readonly Step[]): Step[] {
  const ordered = steps.toSorted((a, b) => a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : 1));
  const done = new Set<string>();
  for (const { id, after } of ordered) {
    const missing = after.find((earlier) => !done.has(earlier));
    if (missing !== undefined) throw new RangeError(`${id} waits for ${missing}, which comes later`);
    done.add(id);
  }
  return ordered;
}
