import { legalBases } from '../envelope.js';
import { roles } from '../roles.js';

type Json = Readonly<Record<string, unknown>>;

const uuid = { type: 'string', format: 'uuid' };
const instant = { type: 'string', format: 'date-time' };
const organisation = { type: 'string', pattern: '^[a-z][a-z0-9-]{1,62}$' };
const titled = (zh: string, title: string, schema: Json): Json => ({ title, 'x-title-zh': zh, ...schema });

/** The attributes that all events have: CloudEvents 1.0 in structured JSON, flat (docs/architecture.md, Envelope and bytes). `type` and `data` are each message's own. */
export const envelopeSchema: Json = {
  type: 'object',
  title: 'CloudEvents envelope',
  'x-title-zh': '事件信封',
  required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'occurredat', 'revision', 'actororg', 'actorrole', 'actordivision', 'legalbasis', 'purpose', 'causationid', 'correlationid', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: titled('事件编号', 'Event', uuid),
    source: titled('来源', 'urn:guitu:<hubId>:<service>', { type: 'string', pattern: '^urn:guitu:[0-9a-f-]{36}:[a-z-]+$' }),
    type: titled('类型', 'guitu.<category>.<name>.v<version>', { type: 'string' }),
    subject: titled('主体', 'Case; of a person stream the person, of the hub the hub', uuid),
    time: titled('登记时间', 'Business clock at append; order never depends on it', instant),
    datacontenttype: { const: 'application/json' },
    occurredat: titled('发生时间', 'When it happened', instant),
    revision: titled('版本', 'Place in its stream, from 0; with the stream it tells a doubled event from a new one, and a gap', { type: 'integer', minimum: 0 }),
    actororg: titled('机构', 'Organisation that reports', organisation),
    actorrole: titled('机构类别', 'Kind of organisation', { enum: Object.keys(roles) }),
    actordivision: titled('机构区划', "GB/T 2260 code of the organisation's division", { type: 'string', pattern: '^[0-9]{6}$' }),
    actoruser: titled('经办人', 'The human, as the client asserts', { type: 'string' }),
    onbehalfof: titled('代表机构', 'Organisation on whose behalf it was reported', organisation),
    legalbasis: titled('处理依据', 'Ground of processing (PIPL art. 13)', { enum: legalBases }),
    purpose: titled('处理目的', 'Purpose of processing', { type: 'string' }),
    causationid: titled('命令编号', 'Command that caused it', uuid),
    correlationid: titled('关联编号', 'What it belongs to', uuid),
    traceparent: titled('链路', 'W3C trace context', { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' }),
    fingerprint: titled('指纹', "HMAC of the command's body under the person's key", { type: 'string' }),
    data: { type: 'object' },
  },
};

/** One sealed blob: all fields of one data class of one event. Base64url. */
export const sealedBlobSchema: Json = {
  type: 'object',
  title: 'Sealed blob',
  'x-title-zh': '密封数据',
  required: ['v', 'alg', 'kid', 'nonce', 'ct'],
  additionalProperties: false,
  properties: {
    v: { const: 1 },
    alg: { type: 'string', description: 'Registered algorithm, such as A256GCM' },
    kid: { type: 'string', description: 'Which key' },
    nonce: { type: 'string', pattern: '^[A-Za-z0-9_-]*$' },
    ct: { type: 'string', pattern: '^[A-Za-z0-9_-]+$', description: 'Ciphertext, padded to steps of 64 bytes, and tag' },
  },
};
