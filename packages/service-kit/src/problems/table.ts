import type { Words } from './language.js';

export interface ProblemKind {
  readonly status: number;
  readonly title: Words;
  /** What to do about it. */
  readonly fix: Words;
}

const kind = (status: number, zh: string, en: string, fixZh: string, fixEn: string): ProblemKind => ({ status, title: { zh, en }, fix: { zh: fixZh, en: fixEn } });

/**
 * Every problem that a service answers with, refusals by a rule of the case apart (those have their words in `packages/referral`).
 * `urn:guitu:problem:<code>` is the `type`; a code is never renamed, because clients switch on it.
 */
export const problems = {
  'http-invalid': kind(400, '不是有效的 HTTP 请求', 'This is no valid HTTP request', '请检查请求行、请求头与正文长度。', 'Check the request line, the headers and the length of the body.'),
  'malformed-json': kind(400, '请求正文不是有效的 JSON', 'The body is not valid JSON', '请以 UTF-8 编码发送一个 JSON 对象。', 'Send one JSON object, encoded in UTF-8.'),
  'json-too-deep': kind(400, '请求正文嵌套过深', 'The body is nested too deeply', '嵌套一般不得超过 32 层，另有规定的见接口文档。', 'Nest at most 32 levels, unless the API document says otherwise.'),
  'idempotency-key-missing': kind(400, '缺少 Idempotency-Key', 'Idempotency-Key is missing', '请在请求头 Idempotency-Key 中给出一个 UUID；重试同一操作时沿用原值。', 'Send a UUID in the Idempotency-Key header, and the same one when you retry.'),
  'header-invalid': kind(400, '请求头无效', 'A header is not valid', '请按 errors 中的说明更正该请求头。', 'Correct the header as errors says.'),
  'token-missing': kind(401, '缺少访问令牌', 'No access token', '请在 Authorization 请求头中以 Bearer 方式提供令牌。', 'Send "Authorization: Bearer <token>".'),
  'token-invalid': kind(401, '访问令牌无效', 'The access token is not valid', '请向令牌签发方重新获取令牌。', 'Get a new token from the issuer.'),
  'token-expired': kind(401, '访问令牌已过期', 'The access token has expired', '请向令牌签发方重新获取令牌。', 'Get a new token from the issuer.'),
  'token-wrong-audience': kind(401, '访问令牌不适用于本服务', 'The access token is meant for another service', '请获取受众（aud）包含本服务的令牌。', 'Get a token whose audience (aud) includes this service.'),
  'role-not-allowed': kind(403, '本机构类别不得进行此操作', 'This kind of organisation may not do this', '请由有权的机构办理，可用类别见接口文档。', 'Ask an organisation of a kind that may; the API document lists them.'),
  'sample-clock-refused': kind(403, '不得使用 Guitu-Now', 'Guitu-Now is refused', '仅演示模式下、令牌含 sample-clock 权限时可用；请去掉该请求头。', 'It takes sample mode and a token with the scope sample-clock; leave the header out.'),
  'scope-missing': kind(403, '令牌权限不足', 'The token lacks a scope', '请获取含所需权限的令牌。', 'Get a token with the scope that the API document names.'),
  'no-such-route': kind(404, '没有这个地址', 'There is nothing at this address', '请对照 /openapi.json 检查路径。', 'Compare the path with /openapi.json.'),
  'case-not-found': kind(404, '没有这个个案，或本机构未参与', 'No such case, or your organisation takes no part in it', '请核对个案编号；如应参与，请联系负责机构。', 'Check the case id; if you should take part, ask the responsible organisation.'),
  'not-found': kind(404, '没有找到', 'Not found', '请核对编号。', 'Check the id.'),
  'method-not-allowed': kind(405, '此地址不支持该方法', 'This address does not take that method', '可用方法见 Allow 响应头。', 'The Allow header lists the methods.'),
  'request-timeout': kind(408, '请求未在时限内到达', 'The request did not arrive in time', '请重新发送；命令请沿用同一 Idempotency-Key。', 'Send it again; a command with the same Idempotency-Key.'),
  'lost-races': kind(409, '个案正被他人同时修改', 'Others keep changing the case at the same time', '请重新读取个案后，以同一 Idempotency-Key 重试。', 'Read the case again and retry with the same Idempotency-Key.'),
  'person-erased': kind(409, '此人的个人信息已删除', 'The personal data of this person was erased', '不能再向此人的个案写入个人信息；如需继续，请新开个案。', 'Nothing personal can be written to it any more; open a new case if help goes on.'),
  'revision-mismatch': kind(412, '个案已有新的变更', 'The case has changed since you read it', '请重新读取个案，核对变更后以新的 ETag 重试。', 'Read the case again, look at what changed, retry with the new ETag.'),
  'body-too-large': kind(413, '请求正文过大', 'The body is too large', '正文一般不得超过 256 KiB，另有规定的见接口文档。', 'Send at most 256 KiB, unless the API document says otherwise.'),
  'unsupported-media-type': kind(415, '不支持的内容类型', 'The content type is not supported', '请以 Content-Type: application/json 发送，不压缩。', 'Send "Content-Type: application/json", not compressed.'),
  'invalid-request': kind(422, '请求内容不符合要求', 'The request breaks a rule', '请按 errors 中逐项说明更正。', 'Correct each item of errors.'),
  'idempotency-key-reused': kind(422, '同一 Idempotency-Key 已用于另一内容', 'The Idempotency-Key was used for another body', '新的操作请使用新的 UUID；重试请原样重发。', 'Use a new UUID for a new command; send a retry unchanged.'),
  'too-many-requests': kind(429, '请求过多', 'Too many requests', '请按 Retry-After 稍后重试；命令请沿用同一 Idempotency-Key。', 'Retry after Retry-After; a command with the same Idempotency-Key.'),
  'headers-too-large': kind(431, '请求头过大', 'The headers are too large', '请求头合计不得超过 16 KiB。', 'Send at most 16 KiB of headers.'),
  internal: kind(500, '服务内部错误', 'Something went wrong inside the service', '请稍后以同一 Idempotency-Key 重试；仍不行请把请求编号告知管理员。', 'Retry later with the same Idempotency-Key; if it stays, give the request id to the operator.'),
  'store-unavailable': kind(503, '事件库暂不可用', 'The event store is away', '请按 Retry-After 稍后以同一 Idempotency-Key 重试；不会重复记录。', 'Retry after Retry-After with the same Idempotency-Key; nothing is recorded twice.'),
  'vault-unavailable': kind(503, '密钥库暂不可用', 'The vault is away', '请按 Retry-After 稍后以同一 Idempotency-Key 重试；不会重复记录。', 'Retry after Retry-After with the same Idempotency-Key; nothing is recorded twice.'),
  'history-unreadable': kind(503, '该记录暂时无法读取', 'The record cannot be read now', '请联系管理员，并告知请求编号。', 'Tell the operator, with the request id.'),
  'upgrade-in-progress': kind(503, '系统升级中', 'An upgrade is in progress', '此个案含较新版本的记录；请按 Retry-After 稍后重试。', 'The case holds events of a newer version; retry after Retry-After.'),
  'keys-unavailable': kind(503, '令牌签发方暂不可用', 'The token issuer is away', '请按 Retry-After 稍后重试。', 'Retry after Retry-After.'),
  'not-ready': kind(503, '服务尚未就绪', 'The service is not ready', '请按 Retry-After 稍后重试。', 'Retry after Retry-After.'),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;
