import { caseIdOfStream } from '@guitu/contracts';
import type { StoredEvent } from '@guitu/event-store';

/**
 * By what an event keeps its order in Kafka: its subject, the case id, or the person id on the streams of persons. All events of a stream have the same. It is read
 * without the codec, which refuses types that a newer release writes; those travel as well.
 */
export function keyOf({ stream, bytes }: Pick<StoredEvent, 'stream' | 'bytes'>): string {
  const caseId = caseIdOfStream(stream);
  if (caseId !== undefined) return caseId;
  const { subject } = JSON.parse(Buffer.from(bytes).toString()) as { readonly subject?: unknown };
  return typeof subject === 'string' ? subject : stream;
}
