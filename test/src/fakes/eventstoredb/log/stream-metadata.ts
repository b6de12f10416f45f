import { z } from 'zod';
import type { Log } from './open-log.js';
import type { ProposedEvent } from './record.js';

/** Unknown members are an application's own. */
const Metadata = z.looseObject({ $maxCount: z.int().positive().optional() });
const NOT_MODELLED = ['$maxAge', '$tb'];

/** The name of a member of stream metadata that would take effect on a real server and has none here. */
export function unmodelledMetadata(stream: string, events: readonly ProposedEvent[]): string | undefined {
  if (!stream.startsWith('$$')) return undefined;
  const names = events.flatMap((event) => Object.keys(JSON.parse(Buffer.from(event.data).toString()) as object));
  return NOT_MODELLED.find((name) => names.includes(name));
}

/** The first revision that reading the stream shows. What `$maxCount` hides is still in `$all`, until a scavenge, of which there is none here. */
export function firstVisible(log: Log, stream: string): number {
  const maxCount = stream.startsWith('$$') ? 1 : maxCountOf(log, stream);
  return maxCount === undefined ? 0 : Math.max(0, log.lastRevision(stream) - maxCount + 1);
}

function maxCountOf(log: Log, stream: string): number | undefined {
  const [newest] = log.streamPage(`$$${stream}`, Number.MAX_SAFE_INTEGER, 'backwards', 1);
  return newest === undefined ? undefined : Metadata.parse(JSON.parse(Buffer.from(newest.data).toString())).$maxCount;
}
