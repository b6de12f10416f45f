import { Readable } from 'node:stream';
import { StreamDeletedError } from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { eventFor } from '../testing/index.js';
import { createAppend } from './append.js';
import { namesOf } from './names.js';
import { createReads } from './reads.js';

const names = namesOf('');
const recorded = (revision: number): object => ({ event: { ...eventFor(String(revision)), streamId: 'case-1', revision: BigInt(revision), data: Uint8Array.of(revision), position: { commit: 9n, prepare: 9n } } });
/** A client whose reads bring these events, or fail so. */
const clientThatReads = (events: readonly object[], failure?: Error) =>
  ({ readStream: () => Readable.from((async function* () {
    yield* events;
    if (failure !== undefined) throw failure;
  })()) }) as unknown as EventStoreDBClient;
const reads = (...found: Parameters<typeof clientThatReads>) => createReads(clientThatReads(...found), names, 1_000);

it('trap 21: a stream of which a part was deleted is corrupt, not shorter', async () => {
  await expect(reads([recorded(2), recorded(3)]).stream('case-1', 0, undefined)).rejects.toMatchObject({ code: 'corrupt-event' });
  await expect(reads([recorded(2), recorded(4)]).stream('case-1', 2, undefined)).rejects.toMatchObject({ code: 'corrupt-event' });
  expect(await reads([recorded(2), recorded(3)]).stream('case-1', 2, undefined)).toHaveLength(2);
});

it('trap 21: a stream that was deleted for ever is corrupt, not absent', async () => {
  await expect(reads([], StreamDeletedError.fromStreamName('case-1')).stream('case-1', 0, undefined)).rejects.toMatchObject({ code: 'corrupt-event' });
});

it('trap 21: an append to a stream that was deleted and goes on at an old revision is told', async () => {
  const writer = { run: async () => ({ success: true, nextExpectedRevision: 7n }), close: async () => undefined } as unknown as Parameters<typeof createAppend>[0]['writer'];
  const append = createAppend({ writer, names, reads: reads([recorded(7)]), deadlineMs: 1_000 });
  await expect(append('case-1', [eventFor('7')], 'no-stream')).rejects.toMatchObject({ code: 'corrupt-event' });
});
