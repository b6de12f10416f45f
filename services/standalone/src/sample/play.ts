import type { CommandAnswer, CommandBody, CommandName } from '@guitu/client';
import type { RegisterData } from '@guitu/contracts';
import { StartError } from '@guitu/service-kit';
import type { SampleClients } from './clients.js';
import { compose, sampleSeed } from './composition/compose.js';
import { runInOrder } from './schedule.js';
import { stepKey } from './script/idempotency-key.js';
import { writeScript } from './script/script.js';
import type { Script } from './script/script.js';
import { resolve } from './script/step.js';
import type { Known, Step } from './script/step.js';
import { iso } from './script/story.js';

export interface PlayOptions {
  readonly register: RegisterData;
  readonly clients: Pick<SampleClients, 'of'>;
  /** Told after every command. */
  readonly progress?: (done: number, total: number) => void;
  /** Stops the play; it can be played again and goes on where it was. */
  readonly signal?: AbortSignal;
  /** Commands under way at a time; 16 when absent. */
  readonly inFlight?: number;
  /** The sample's own when absent. */
  readonly script?: Script;
}

export interface PlayedSample {
  readonly commands: number;
  /** Case of each story: those of the survey's person-times are `a0001` to `a1724`. */
  readonly cases: ReadonlyMap<string, { readonly caseId: string; readonly caseNumber: string }>;
  /** Somebody worth following: who went through the hands of most agencies. */
  readonly example: { readonly caseId: string; readonly caseNumber: string };
}

/** A command of the sample was not taken. */
export class SampleRefused extends StartError {
  constructor(
    readonly step: Step,
    cause: unknown,
  ) {
    const { id, organisation, command, recordedAt } = step;
    super(`The sample stopped at step ${id}: ${command} by ${organisation} at ${iso(recordedAt)} was refused. ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** How far the play may run ahead: some two days of the year. */
const AHEAD = 200;

export const sampleScript = (register: RegisterData): Script => writeScript(compose(register, sampleSeed), register);

/**
 * Plays the sample's year through the public HTTP APIs, like any client: each organisation with its own token, under the sample clock. Keys come from seed and step, so that
 * playing twice records once and an interrupted play is mended by playing it again.
 */
export async function playSample({ register, clients, progress, signal, inFlight = 16, script = sampleScript(register) }: PlayOptions): Promise<PlayedSample> {
  const { seed, steps } = script;
  const answers = new Map<string, CommandAnswer>();
  const cases = new Map<string, { readonly caseId: string; readonly caseNumber: string }>();
  const known: Known = {
    idOf: ({ $step, $id }) => {
      const answer = answers.get($step);
      const id = $id === 'event' ? answer?.events[0]?.id : answer?.ids[$id];
      if (id === undefined) throw new RangeError(`step ${$step} made no ${$id}`);
      return id;
    },
    caseOf: ({ $case }) => {
      const opened = cases.get($case);
      if (opened === undefined) throw new RangeError(`story ${$case} has not begun`);
      return opened.caseId;
    },
  };

  async function send(step: Step): Promise<void> {
    const { organisation, service, command, opens, story, recordedAt, body } = step;
    try {
      const answer = await clients.of(organisation).command<CommandName>(service, command, {
        ...(opens ? {} : { caseId: known.caseOf({ $case: story }) }),
        body: resolve(body, known) as CommandBody<CommandName>,
        idempotencyKey: stepKey(seed, step),
        now: iso(recordedAt),
      });
      answers.set(step.id, answer);
      if (opens) cases.set(story, { caseId: answer.caseId, caseNumber: answer.caseNumber });
    } catch (error) {
      if (signal?.aborted === true) signal.throwIfAborted();
      throw new SampleRefused(step, error);
    }
    progress?.(answers.size, steps.length);
  }

  await runInOrder(steps, send, { inFlight, ahead: AHEAD, signal });
  return { commands: steps.length, cases, example: exampleOf(steps, cases) };
}

/** The person-time in whose story most kinds of agency, and then most organisations, acted. */
function exampleOf(steps: readonly Step[], cases: PlayedSample['cases']): PlayedSample['example'] {
  const actors = new Map<string, Set<string>>();
  for (const { story, organisation, service } of steps) {
    const seen = actors.get(story) ?? new Set<string>();
    actors.set(story, seen.add(organisation).add(service));
  }
  const [best = ['', new Set()]] = [...actors].toSorted(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1));
  return cases.get(best[0]) ?? { caseId: '', caseNumber: '' };
}
