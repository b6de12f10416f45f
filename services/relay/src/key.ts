import { caseIdOfStream } from '@guitu/contracts';
import type { StoredEvent } from '@guitu/event-store';

/**
 * By what an event keeps its order in Kafka: its subject, the case id, or the person id on the streams of persons. All events of a stream have the same. It is read
 * without the codec, which refuses types that a newer release writes; those travel as well.
 */
export function keyOf({ stream, bytes }: Pick<StoredEvent, 'stream' | 'bytes'>): string {
  const caseId = caseIdOfStream(stream);
  if (caseId !== undefined) return caseId;
  const subject = subjectIn(bytes);
  return typeof subject === 'string' ? subject : stream;
}

/** Undefined also for bytes that nobody can read: those are for the consumers to set aside, and must not hold back what stands after them. */
function subjectIn(bytes: Uint8Array): unknown {
  try {
    return (JSON.parse(Buffer.from(bytes).toString()) as { readonly subject?: unknown } | null)?.subject;
  } catch {
    return undefined;
  }
}
