import type { Category, EventDefinition } from '../event-definition.js';
import { typeOf } from '../event-definition.js';
import { catalogue } from '../events/index.js';
import { envelopeSchema, sealedBlobSchema } from './envelope-schema.js';
import { jsonSchema, messageOf } from './message.js';

type Json = Record<string, unknown>;

const definitions: readonly EventDefinition[] = Object.values(catalogue);

interface Channel {
  /** Topic; null where there is none: the store's own feed. */
  readonly address: string | null;
  readonly title: string;
  readonly zh: string;
  readonly description: string;
  readonly categories: readonly Category[];
}

const channels: Readonly<Record<string, Channel>> = {
  caseEvents: {
    address: 'guitu.case-events',
    title: 'Case events',
    zh: '个案事件',
    description: 'Everything about cases: the case itself, its notes and the daily care, keyed by the case, so that one case stays in order. At least once: drop what (stream, revision) says was there, stop at a gap.',
    categories: ['case', 'notes', 'care'],
  },
  personEvents: {
    address: 'guitu.person-events',
    title: 'Person events',
    zh: '人员事件',
    description: 'Links between persons, claims of identity and erasures, keyed by the person of the stream.',
    categories: ['person'],
  },
  log: {
    address: null,
    title: "The store's own feed",
    zh: '事件日志',
    description: 'Every event in the order of the log, as embedded projections and audit read it. The only place with an order over all streams.',
    categories: ['case', 'notes', 'care', 'person', 'hub'],
  },
};

const channelOf = ({ address, title, zh, description, categories }: Channel): Json => ({
  address,
  title,
  'x-title-zh': zh,
  description,
  messages: Object.fromEntries(definitions.filter(({ category }) => categories.includes(category)).map((definition) => [typeOf(definition), { $ref: `#/components/messages/${typeOf(definition)}` }])),
  // Changing the number of partitions moves keys, so it is part of the promise.
  ...(address === null ? {} : { bindings: { kafka: { topic: address, partitions: 24, bindingVersion: '0.5.0' } } }),
});

/** The AsyncAPI 3 document of the feed, from the definitions that validate commands and decode the log. */
export function buildAsyncApi(): Json {
  return {
    asyncapi: '3.0.0',
    id: 'urn:guitu:feed',
    info: {
      title: 'Guitu 归途: event feed',
      version: '0.1.0',
      description:
        'Every event of the hub as CloudEvents 1.0 in structured JSON. The bytes of a message are those of the log: nothing is serialised again, and their SHA-256 is what proofs are made of. ' +
        'Plain text is of class `record` alone; each other class is one sealed blob, and `x-opened` says what it holds. A reader that meets a type it does not know waits for its upgrade and skips nothing.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, channelOf(channel)])),
    operations: Object.fromEntries(
      Object.entries(channels).map(([name, { title, address }]) => [
        `send${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
        { action: 'send', title, channel: { $ref: `#/channels/${name}` }, summary: address === null ? 'The hub reads its own log.' : `The hub publishes to ${address}.` },
      ]),
    ),
    components: {
      messages: Object.fromEntries(definitions.map((definition) => [typeOf(definition), messageOf(definition)])),
      schemas: {
        Envelope: envelopeSchema,
        SealedBlob: sealedBlobSchema,
        Json: jsonSchema,
        Headers: {
          type: 'object',
          title: 'What routing needs, repeated from the envelope',
          'x-title-zh': '消息头',
          required: ['id', 'type', 'revision'],
          properties: { id: { type: 'string', format: 'uuid' }, type: { type: 'string' }, revision: { type: 'string', pattern: '^[0-9]+$' } },
        },
      },
    },
  };
}
