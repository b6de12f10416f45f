import type { AgencyService, CommandName } from '@guitu/client';
import type { Register } from '@guitu/referral';
import type { Random } from '../random.js';
import type { CaseOf, IdOf, Step, StepBody } from './step.js';

const MINUTE_MS = 60_000;

/** A step that was told, for later ones to refer to. */
export interface Told {
  readonly step: string;
  readonly event: IdOf;
  id(name: string): IdOf;
}

/** Writes the commands of one case, in order, each some minutes after the last. */
export interface Story {
  readonly key: string;
  readonly case: CaseOf;
  readonly random: Random;
  readonly steps: readonly Step[];
  /** Where the story is, in milliseconds since 1970. */
  now(): number;
  /** Goes on at this time; never back. */
  until(time: number): void;
  /** Lets so many minutes pass, both ends inclusive. */
  wait(from: number, to?: number): void;
  /** The organisation reports that it happened now. `after` names steps of other stories that must have been answered. */
  tell<N extends CommandName>(organisation: string, command: N, body: StepBody<N>, after?: readonly string[]): Told;
}

export const iso = (time: number): string => new Date(time).toISOString();

export function openStory(key: string, start: number, random: Random, register: Pick<Register, 'roleOf'>): Story {
  const steps: Step[] = [];
  let time = start;
  let recorded = start;
  return {
    key,
    case: { $case: key },
    random,
    steps,
    now: () => time,
    until: (next) => {
      time = Math.max(time, next);
    },
    wait: (from, to = from) => {
      time += random.between(from, to) * MINUTE_MS;
    },
    tell: (organisation, command, body, after = []) => {
      if (steps.length > 0) time += random.between(2, 7) * MINUTE_MS;
      // People write down what happened a little later.
      recorded = Math.max(recorded + 1_000, time + random.between(20, 300) * 1_000);
      const id = `${key}#${steps.length}`;
      const service = register.roleOf(organisation);
      if (service === undefined) throw new RangeError(`no organisation ${organisation} in the register`);
      steps.push({ id, story: key, opens: steps.length === 0, organisation, service: service as AgencyService, command, body: { ...(body as object), occurredAt: iso(time) }, occurredAt: time, recordedAt: recorded, after });
      return { step: id, event: { $step: id, $id: 'event' }, id: (name) => ({ $step: id, $id: name }) };
    },
  };
}
