import { caseIdOfStream } from '@guitu/contracts';
import type { Incident } from '@guitu/event-bus';
import type { LogFields } from '../logger.js';

/** What the log says of an incident: which projection, which stream, what kind of error. The details are for those who ask the hub. */
export function incidentFields({ kind, projection, stream, cause }: Incident): LogFields {
  const caseId = caseIdOfStream(stream ?? '');
  return { incident: kind, reader: projection, stream, caseId, errorName: cause?.name, errorCode: cause?.code };
}
