import type { Step } from '@guitu/standalone';
import { sampleScript } from '@guitu/standalone';
import type { RegisterData } from '@guitu/contracts';

/** The commands of one case from its opening to its close, in order. */
export type Story = readonly Step[];

/** Longer cases are one in eleven and would make 10.6 commands of the average; without them it is the 8 that the design counts with. */
const LONGEST = 24;

/** The sample's cases, in the order in which they began, without those that speak of another case. */
export function averageStories(register: RegisterData): readonly Story[] {
  const stories = new Map<string, Step[]>();
  for (const step of sampleScript(register).steps) {
    const story = stories.get(step.story);
    if (story === undefined) stories.set(step.story, [step]);
    else story.push(step);
  }
  const otherCase = '"$case"';
  return [...stories.values()].filter((story) => story.length <= LONGEST && story.every(({ body, after }) => after.length === 0 && !JSON.stringify(body).includes(otherCase)));
}
