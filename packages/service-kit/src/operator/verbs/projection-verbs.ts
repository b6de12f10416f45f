import type { Projections } from '@guitu/event-bus';
import type { EventFeed, Position } from '@guitu/event-store';
import { z } from 'zod';
import type { Runtime } from '../../runtime.js';
import { OperatorRefusal, operatorVerb } from '../verb.js';
import type { OperatorVerb } from '../verb.js';

const LOOK_AGAIN_MS = 100;

export interface ProjectionVerbsOptions {
  readonly projections: Pick<Projections, 'status' | 'rebuild'>;
  readonly store: Pick<EventFeed, 'backlog'>;
  readonly runtime: Pick<Runtime, 'sleep'>;
}

/** Refuses a name that no projection has, and says which there are. */
export async function knownProjection(projections: Pick<Projections, 'status'>, name: string): Promise<void> {
  const names = (await projections.status()).map((one) => one.name);
  if (!names.includes(name)) throw new OperatorRefusal(`There is no projection "${name}". There are: ${names.join(', ')}.`);
}

/** Builds a projection anew and tells how far it has got, in events of the log. Resolves when readers have changed over, with the number of events. */
export async function rebuildWithProgress({ projections, store, runtime }: ProjectionVerbsOptions, name: string, progress: (done: number, total: number) => void): Promise<number> {
  const finished = new AbortController();
  const rebuilding = projections.rebuild(name).finally(() => finished.abort());
  const look = async (): Promise<void> => {
    const [status] = await projections.status([name]);
    if (status?.rebuilding !== true) return;
    const all = await store.backlog(undefined);
    progress(all - (await store.backlog(status.rebuildPosition as Position | undefined)), all);
  };
  const watching = (async () => {
    while (!finished.signal.aborted) {
      // A look that fails tells nothing: how the rebuild ends is its own word, also when the thread of both is gone.
      await look().catch(() => undefined);
      await runtime.sleep(LOOK_AGAIN_MS, finished.signal);
    }
  })();
  await Promise.all([rebuilding, watching]);
  const all = await store.backlog(undefined);
  progress(all, all);
  return all;
}

export function projectionVerbs(options: ProjectionVerbsOptions): readonly OperatorVerb[] {
  const { projections, store } = options;
  return [
    operatorVerb({
      name: 'projections',
      input: z.strictObject({}),
      looks: true,
      run: async () => {
        const [events, all] = [await store.backlog(undefined), await projections.status()];
        return { events, projections: all.map(({ position: _position, rebuildPosition: _rebuildPosition, ...status }) => status) };
      },
    }),
    operatorVerb({
      name: 'rebuild',
      input: z.strictObject({ projection: z.string() }),
      run: async ({ projection }, work) => {
        await knownProjection(projections, projection);
        return { projection, events: await rebuildWithProgress(options, projection, (done, total) => work.progress(projection, done, total)) };
      },
    }),
  ];
}
