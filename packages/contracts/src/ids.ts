import { hash } from 'node:crypto';

/**
 * UUIDv8 (RFC 9562): the first 48 bits of `prefix`, a UUID with its dashes; the rest from SHA-256 over `parts`.
 * The prefix is that of a time-ordered key, so that ids made together lie together in an index; the hash makes the id a function of its parts.
 * `parts` are hashed as their JSON array, which no other list of strings shares.
 */
function uuid8(prefix: string, parts: readonly (string | number)[]): string {
  const digest = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${prefix.slice(0, 13).toLowerCase()}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Scope of an `Idempotency-Key` (a UUID): the token's organisation, its client, and the operation. */
export interface CommandScope {
  readonly organisation: string;
  readonly client: string;
  readonly operation: string;
  readonly key: string;
}

/** The command's id; every event of the command carries it as `causationid`, which is how a retry is recognised. */
export function commandId({ organisation, client, operation, key }: CommandScope): string {
  return uuid8(key, [organisation, client, operation, key.toLowerCase()]);
}

/** Id of the event at `index` (0-based) of a command's events in `stream`. Deterministic, so that a retried append carries the same ids. */
export function eventId(stream: string, command: string, index: number): string {
  return uuid8(command, [stream, command, index]);
}

/** Ids that must exist before their stream does derive the same way. */
export const caseIdOf = (command: string): string => uuid8(command, ['case', command, 0]);
export const personIdOf = (command: string): string => uuid8(command, ['person', command, 0]);

export const caseStream = (caseId: string): string => `case-${caseId}`;
export const notesStream = (caseId: string): string => `notes-${caseId}`;
export const careStream = (placementId: string): string => `care-${placementId}`;
export const personStream = (personId: string): string => `person-${personId}`;
export const hubStream = 'hub';

/** The case that a case's own stream or its notes belong to; undefined for any other stream. */
export const caseIdOfStream = (stream: string): string | undefined => /^(?:case|notes)-(.+)$/u.exec(stream)?.[1];
