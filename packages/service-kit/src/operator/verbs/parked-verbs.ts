import type { Projections, SkippedEvents } from '@guitu/event-bus';
import { z } from 'zod';
import type { OperatorLog } from '../operator-log.js';
import { OperatorRefusal, operatorVerb } from '../verb.js';
import type { OperatorVerb } from '../verb.js';
import { knownProjection } from './projection-verbs.js';

export interface ParkedVerbsOptions {
  readonly projections: Pick<Projections, 'status' | 'listParked' | 'listSkipped' | 'retry' | 'skip'>;
  readonly log: OperatorLog;
}

type Decided = Pick<SkippedEvents, 'projection' | 'stream' | 'revision' | 'reason'>;

const stream = { projection: z.string(), stream: z.string() };
const decision = ({ projection, stream: name, revision, reason }: Decided): string => `${projection} ${name} ${revision} ${reason}`;
const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Streams that stand still, and what an operator may do about each. */
export function parkedVerbs({ projections, log }: ParkedVerbsOptions): readonly OperatorVerb[] {
  async function parkedAt(projection: string, name: string) {
    await knownProjection(projections, projection);
    const found = (await projections.listParked(projection)).find((one) => one.stream === name);
    if (found === undefined) throw new OperatorRefusal(`The stream ${name} is not parked in ${projection}. "guitu parked list" shows which are.`);
    return found;
  }

  /**
   * Who skipped what, by the operator's log: the projection's own file knows why and when, not who.
   * A skip that failed counts, because it may have failed behind what it left out.
   */
  async function skippers(): Promise<ReadonlyMap<string, string>> {
    const entries = (await log.read()).filter(({ verb }) => verb === 'parked-skip');
    const refused = new Set(entries.flatMap(({ action, outcome }) => (outcome === 'refused' ? [action] : [])));
    return new Map(entries.filter(({ action, outcome }) => outcome === 'begun' && !refused.has(action)).map(({ who, input }) => [decision(input as Decided), who]));
  }

  return [
    operatorVerb({
      name: 'parked-list',
      input: z.strictObject({ projection: z.string().optional() }),
      looks: true,
      run: async ({ projection }) => {
        if (projection !== undefined) await knownProjection(projections, projection);
        const [parked, skipped, by] = [await projections.listParked(projection), await projections.listSkipped(projection), await skippers()];
        return {
          parked: parked.map((one) => ({ ...one, at: instant(one.at) })),
          skipped: skipped.map((one) => ({ ...one, at: instant(one.at), by: by.get(decision(one)) ?? 'unknown' })),
        };
      },
    }),
    operatorVerb({
      name: 'parked-retry',
      input: z.strictObject(stream),
      run: async ({ projection, stream: name }) => {
        await parkedAt(projection, name);
        const outcome = await projections.retry(projection, name);
        return { projection, stream: name, outcome };
      },
    }),
    operatorVerb({
      name: 'parked-skip',
      input: z.strictObject({ ...stream, revision: z.int().min(0), reason: z.string().trim().min(1).max(500) }),
      run: async ({ projection, stream: name, revision, reason }) => {
        const { revision: parked, through, eventId } = await parkedAt(projection, name);
        const outcome = parked === revision ? await projections.skip(projection, name, revision, reason) : 'not-parked';
        if (outcome === 'not-parked') throw new OperatorRefusal(`The stream ${name} is not parked at revision ${revision} in ${projection}, and nothing was left out. "guitu parked list" shows where it stands.`);
        return { projection, stream: name, revision, through, eventId, outcome };
      },
    }),
  ];
}
