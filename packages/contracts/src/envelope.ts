import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { SealedClass } from './data-class.js';
import type { Category, EventDefinition } from './event-definition.js';
import { typeOf } from './event-definition.js';
import { catalogue, definitionOf, isEventName } from './events/index.js';
import type { EventData, EventName } from './events/index.js';
import type { Role } from './roles.js';
import { upcasters } from './upcast.js';
import type { Upcasters } from './upcast.js';

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
  /** The version that is stored; the data is in the newest shape. */
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

/** SHA-256 of an event's bytes: what proofs are made of (design section 4). 32 bytes. */
export const commitmentOf = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

const typePattern = /^guitu\.([a-z]+)\.([a-z-]+)\.v([1-9]\d{0,3})$/u;
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const corrupt = (message: string, cause?: unknown): UnreadableEvent => new UnreadableEvent('corrupt', message, cause === undefined ? undefined : { cause });

function parsed(bytes: Uint8Array): Json {
  // A decoder that replaces what is no UTF-8 would read a damaged event as another one.
  if (!isUtf8(bytes)) throw corrupt('the event is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (cause) {
    throw corrupt('the event is not JSON', cause);
  }
  if (!isObject(value)) throw corrupt('the event is not a JSON object');
  return value;
}

interface DecoderOptions {
  readonly definitionOf: (name: string) => Pick<EventDefinition, 'version' | 'category'> | undefined;
  readonly upcasters: Upcasters;
}

/** The reader of events; apart from `decodeEvent` so that a test can give it a version that does not exist yet. */
export function createDecoder({ definitionOf: known, upcasters: steps }: DecoderOptions): (bytes: Uint8Array) => AnyEvent {
  return (bytes) => {
    const raw = parsed(bytes);
    if (typeof raw['type'] !== 'string') throw corrupt('the event has no type');
    const [, category, name = '', stored] = typePattern.exec(raw['type']) ?? [];
    const definition = known(name);
    if (definition === undefined || category !== definition.category) throw new UnreadableEvent('unknown-type', `no event type ${raw['type'].slice(0, 100)} in this build`);
    const version = Number(stored);
    if (version > definition.version) throw new UnreadableEvent('unknown-type', `version ${version} of ${name} is newer than this build`);
    if (!isObject(raw['data']) || typeof raw['id'] !== 'string' || typeof raw['revision'] !== 'number') throw corrupt(`a member of the envelope of ${name} is missing`);
    const data = raw['data'];
    const { sealed = {} } = data;
    delete data['sealed']; // A copy without it would cost a third of the parsing; the last member goes for nothing.
    if (!isObject(sealed)) throw corrupt(`the sealed parts of ${name} are no object`);
    return {
      id: raw['id'],
      name,
      version,
      category,
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
      data: version === definition.version ? data : steps.record(name, version, data),
      sealed,
    } as unknown as AnyEvent;
  };
}

/** Bytes of the log to an event in its newest shape; its `version` stays the stored one, which `upcasters.opened` goes by. Throws `UnreadableEvent` and nothing else. */
export const decodeEvent = createDecoder({ definitionOf: (name) => (isEventName(name) ? catalogue[name] : undefined), upcasters });
