import type { CommandAnswer } from '@guitu/client';
import { stepKey } from '../script/idempotency-key.js';
import type { Script } from '../script/script.js';
import { resolve } from '../script/step.js';
import type { Step } from '../script/step.js';
import { iso } from '../script/story.js';
import type { DecidedHub } from './decided-hub.js';

export interface Played {
  readonly answers: ReadonlyMap<string, CommandAnswer>;
  /** Case by story. */
  readonly cases: ReadonlyMap<string, string>;
  readonly refused: readonly { readonly step: Step; readonly why: string }[];
}

/** Runs a script through the rules alone, in time order. A story that was refused once goes no further. */
export function playDecided({ seed, steps }: Script, hub: DecidedHub): Played {
  const answers = new Map<string, CommandAnswer>();
  const cases = new Map<string, string>();
  const refused: { step: Step; why: string }[] = [];
  const broken = new Set<string>();
  const known = {
    idOf: ({ $step, $id }: { readonly $step: string; readonly $id: string }): string => {
      const answer = answers.get($step);
      const id = $id === 'event' ? answer?.events[0]?.id : answer?.ids[$id];
      if (id === undefined) throw new RangeError(`${$step} made no ${$id}`);
      return id;
    },
    caseOf: ({ $case }: { readonly $case: string }): string => cases.get($case) ?? '',
  };
  for (const step of steps) {
    if (broken.has(step.story)) continue;
    const outcome = hub.send({ organisation: step.organisation, command: step.command, caseId: cases.get(step.story), body: resolve(step.body, known), key: stepKey(seed, step), now: iso(step.recordedAt) });
    if (outcome.ok) {
      answers.set(step.id, outcome.answer);
      if (step.opens) cases.set(step.story, outcome.answer.caseId);
    } else {
      refused.push({ step, why: outcome.why });
      broken.add(step.story);
    }
  }
  return { answers, cases, refused };
}
