import type { Script } from './script.js';

/** The first stories of the year, with those that they wait for: enough to see every kind of thing, and quick. */
export function partOf({ seed, steps }: Script, count: number): Script {
  const stories = new Set(steps.filter(({ opens }) => opens).slice(0, count).map(({ story }) => story));
  for (const { story, after } of steps.toReversed()) if (stories.has(story)) for (const id of after) stories.add(id.split('#')[0] ?? '');
  return { seed, steps: steps.filter(({ story }) => stories.has(story)) };
}
