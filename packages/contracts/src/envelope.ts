import type { SealedClass } from './data-class.js';
import type { Category } from './event-definition.js';
import { typeOf } from './event-definition.js';
import { catalogue, definitionOf, isEventName } from './events/index.js';
import type { EventData, EventName } from './events/index.js';
import type { Role } from './roles.js';

/** One sealed blob: the event's fields of one class. Base64url; `ct` ends with the tag. */
export interface SealedBlob {
  readonly v: 1;
  readonly alg: string;
  readonly kid: string;
  readonly nonce: string;
  readonly ct: string;
}
export type SealedParts = Readonly<Partial<Record<SealedClass, SealedBlob>>>;

export interface Actor {
  readonly organisation: string;
  readonly role: Role;
  /** GB/T 2260 code of the organisation's division. */
  readonly division: string;
  /** The human, as the token or the machine client asserts. */
  readonly user?: string;
}

/** An event as the rules see it: the CloudEvents attributes under their own names, the record part of the data, the sealed parts unopened. */
export interface Recorded<N extends EventName = EventName> {
  readonly id: string;
  readonly name: N;
  readonly version: number;
  readonly category: Category;
  /** `urn:guitu:<hubId>:<service>` */
  readonly source: string;
  readonly subject: string;
  /** Business clock at append. Order never depends on it. */
  readonly time: string;
  readonly occurredAt: string;
  readonly revision: number;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly legalBasis: string;
  readonly purpose: string;
  /** Id of the command that caused it. */
  readonly causationId: string;
  readonly correlationId: string;
  readonly traceparent?: string;
  /** HMAC of the command's parsed body under the person's key. */
  readonly fingerprint?: string;
  readonly data: EventData<N>;
  readonly sealed: SealedParts;
}
/** Any event, discriminated by `name`. */
export type AnyEvent = { [N in EventName]: Recorded<N> }[EventName];

/** Grounds of processing without consent (PIPL art. 13 (3) statutory duty, (4) emergency to protect life and health). */
export const legalBases = ['PIPL-13-3', 'PIPL-13-4'] as const;

/** The one place where bytes are made: structured-mode CloudEvents JSON, once, at append. `sig` would be its last member. */
export function encodeEvent(event: Recorded): Uint8Array {
  const { actor, data, sealed } = event;
  return Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: event.id,
      source: event.source,
      type: typeOf(definitionOf(event.name)),
      subject: event.subject,
      time: event.time,
      datacontenttype: 'application/json',
      occurredat: event.occurredAt,
      revision: event.revision,
      actororg: actor.organisation,
      actorrole: actor.role,
      actordivision: actor.division,
      actoruser: actor.user,
      onbehalfof: event.onBehalfOf,
      legalbasis: event.legalBasis,
      purpose: event.purpose,
      causationid: event.causationId,
      correlationid: event.correlationId,
      traceparent: event.traceparent,
      fingerprint: event.fingerprint,
      data: Object.keys(sealed).length > 0 ? { ...data, sealed } : data,
    }),
  );
}

export type UnreadableReason = 'corrupt' | 'unknown-type';
/** An event that this build cannot read. An unknown type means a newer writer: never skipped, the stream waits for an upgrade. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  constructor(
    readonly reason: UnreadableReason,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

const typePattern = /^guitu\.(?:case|notes|care|person|hub)\.([a-z-]+)\.v(\d+)$/u;
type Json = Record<string, unknown>;

/** Bytes of the log to an event of the newest version. Throws `UnreadableEvent` and nothing else. */
export function decodeEvent(bytes: Uint8Array): AnyEvent {
  let raw: Json;
  try {
    raw = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as Json;
  } catch (cause) {
    throw new UnreadableEvent('corrupt', 'the event is not JSON', { cause });
  }
  const match = typePattern.exec(String(raw['type']));
  const name = match?.[1] ?? '';
  if (!isEventName(name)) throw new UnreadableEvent('unknown-type', `no event type ${String(raw['type'])} in this build`);
  const version = Number(match?.[2]);
  if (version > catalogue[name].version) throw new UnreadableEvent('unknown-type', `version ${version} of ${name} is newer than this build`);
  if (typeof raw['data'] !== 'object' || raw['data'] === null || typeof raw['id'] !== 'string' || typeof raw['revision'] !== 'number') {
    throw new UnreadableEvent('corrupt', `a member of the envelope of ${name} is missing`);
  }
  const { sealed = {}, ...data } = raw['data'] as Json & { sealed?: SealedParts };
  return {
    id: raw['id'],
    name,
    version,
    category: catalogue[name].category,
    source: raw['source'],
    subject: raw['subject'],
    time: raw['time'],
    occurredAt: raw['occurredat'],
    revision: raw['revision'],
    actor: {
      organisation: raw['actororg'],
      role: raw['actorrole'],
      division: raw['actordivision'],
      ...(raw['actoruser'] === undefined ? {} : { user: raw['actoruser'] }),
    },
    ...(raw['onbehalfof'] === undefined ? {} : { onBehalfOf: raw['onbehalfof'] }),
    legalBasis: raw['legalbasis'],
    purpose: raw['purpose'],
    causationId: raw['causationid'],
    correlationId: raw['correlationid'],
    ...(raw['traceparent'] === undefined ? {} : { traceparent: raw['traceparent'] }),
    ...(raw['fingerprint'] === undefined ? {} : { fingerprint: raw['fingerprint'] }),
    data,
    sealed,
  } as unknown as AnyEvent;
}
