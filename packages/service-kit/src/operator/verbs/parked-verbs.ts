import type { Projections } from '@guitu/event-bus';
import { z } from 'zod';
import type { OperatorLog } from '../operator-log.js';
import { OperatorRefusal, operatorVerb } from '../verb.js';
import type { OperatorVerb } from '../verb.js';
import { knownProjection } from './projection-verbs.js';

export interface ParkedVerbsOptions {
  readonly projections: Pick<Projections, 'status' | 'listParked' | 'listSkipped' | 'retry' | 'skip'>;
  readonly log: OperatorLog;
}

const stream = { projection: z.string(), stream: z.string() };
const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Streams that stand still, and what an operator may do about each. */
export function parkedVerbs({ projections, log }: ParkedVerbsOptions): readonly OperatorVerb[] {
  async function parkedAt(projection: string, name: string) {
    await knownProjection(projections, projection);
    const found = (await projections.listParked(projection)).find((one) => one.stream === name);
    if (found === undefined) throw new OperatorRefusal(`The stream ${name} is not parked in ${projection}. "guitu parked list" shows which are.`);
    return found;
  }

  /** Who skipped what, by the operator's log: the projection's own file knows why and when, not who. */
  async function skippers(): Promise<ReadonlyMap<string, string>> {
    const entries = (await log.read()).filter(({ verb, outcome }) => verb === 'parked-skip' && outcome === 'begun');
    return new Map(entries.map(({ who, input }) => {
      const { projection, stream: name } = input as { projection: string; stream: string };
      return [`${projection} ${name}`, who];
    }));
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
          skipped: skipped.map((one) => ({ ...one, at: instant(one.at), by: by.get(`${one.projection} ${one.stream}`) ?? 'unknown' })),
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
      input: z.strictObject({ ...stream, reason: z.string().trim().min(1).max(500) }),
      run: async ({ projection, stream: name, reason }) => {
        const { revision, through, eventId } = await parkedAt(projection, name);
        const outcome = await projections.skip(projection, name, reason);
        return { projection, stream: name, revision, through, eventId, outcome };
      },
    }),
  ];
}
