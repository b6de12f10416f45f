import { StoreError } from '../port.js';
import type { EventStore, ExpectedRevision, NewEvent, StoredEvent } from '../port.js';
import { readPages } from './read-log.js';
import { seededRandom } from './seed.js';
import { eventFor } from './test-events.js';

const STREAMS = ['case-a', 'case-b', 'person-a', 'notes-a', 'hub'];
const without = ({ stream, revision, id, type, bytes }: StoredEvent): string => `${stream}@${revision} ${id} ${type} ${Buffer.from(bytes).toString('hex')}`;

/**
 * Runs a seeded workload and writes down all that the store answered, positions apart. Two adapters keep the same contract if their transcripts are equal.
 * Appends are right, stale, ahead, repeated, half repeated, or carry an id of another stream.
 */
export async function transcriptOf(store: EventStore, seed: number, steps: number, reuseIds: boolean): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[random.below(list.length)];
  const transcript: string[] = [];
  const history: { stream: string; events: readonly NewEvent[]; expected: ExpectedRevision }[] = [];
  const revisions = new Map<string, number>();

  function nextAppend(step: number): (typeof history)[number] {
    const earlier = random.below(4) === 0 ? pick(history) : undefined;
    if (earlier !== undefined) {
      const cut = random.below(3);
      if (cut === 0) return { ...earlier, events: [...earlier.events, eventFor(`${seed}/${step}/more`)] };
      if (cut === 1 && reuseIds) return { ...earlier, stream: pick(STREAMS) ?? 'hub', expected: 'no-stream' };
      return earlier;
    }
    const stream = pick(STREAMS) ?? 'hub';
    const actual = revisions.get(stream) ?? -1;
    const guess = random.below(5) === 0 ? actual + random.below(4) - 2 : actual;
    const events = Array.from({ length: 1 + random.below(4) }, (_, index) => eventFor(`${seed}/${step}/${index}`));
    return { stream, events, expected: guess < 0 ? 'no-stream' : guess };
  }

  async function append(step: number): Promise<string> {
    const request = nextAppend(step);
    history.push(request);
    try {
      const result = await store.append(request.stream, request.events, { expected: request.expected });
      if (result.ok) revisions.set(request.stream, Math.max(result.revision, revisions.get(request.stream) ?? -1));
      return result.ok ? `ok ${result.revision}` : `conflict ${result.conflict.expected} ${result.conflict.actual}`;
    } catch (error) {
      if (error instanceof StoreError) return error.code;
      throw error;
    }
  }

  async function feed(): Promise<string> {
    const categories = random.below(2) === 0 ? undefined : ['case', 'hub', 'nobody'].slice(random.below(3));
    const pages = await readPages(store, { live: false, pageSize: 1 + random.below(9), ...(categories === undefined ? {} : { categories }) });
    return pages.map((page) => `[${page.events.map(without).join(' ')}${page.caughtUp ? ' head' : ''}]`).join(' ');
  }

  for (let step = 0; step < steps; step += 1) {
    const kind = random.below(12);
    if (kind === 0) transcript.push(`feed ${await feed()}`);
    else if (kind === 1) transcript.push(`read ${(await store.readStream(pick(STREAMS) ?? 'hub', { from: random.below(5), limit: random.below(9) })).map(without).join(' ')}`);
    else transcript.push(`append ${await append(step)}`);
  }
  return [...transcript, `end ${await feed()}`];
}
