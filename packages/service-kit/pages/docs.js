'use strict';
// Shows the OpenAPI document of this service so that it can be tried. Runs in the browser, beside Swagger UI; asks this service and the token issuer only.

/** Titles in both languages wherever the document has both. */
function bilingual(value) {
  if (Array.isArray(value)) return value.map(bilingual);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, bilingual(member)]));
  if (typeof copy['x-title-zh'] === 'string') copy.title = [copy['x-title-zh'], copy.title].filter(Boolean).join(' ');
  if (typeof copy['x-summary-zh'] === 'string') copy.summary = [copy['x-summary-zh'], copy.summary].filter(Boolean).join(' · ');
  return copy;
}

/** UUIDv7. `crypto.randomUUID` is there on https and this machine only. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Date.now();
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(time / 256 ** (5 - place)) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The least that a schema takes, to begin with: required members alone, and of alternatives the first. */
function least(schema) {
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice !== undefined) return least(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, least(schema.properties[name])]));
    case 'array':
      return schema.minItems > 0 ? [least(schema.items)] : [];
    case 'boolean':
      return false;
    case 'integer':
      return schema.minimum ?? 0;
    default:
      if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000';
      if (schema.format === 'date') return new Date().toISOString().slice(0, 10);
      return schema.format === 'date-time' ? new Date().toISOString() : '';
  }
}

/** The document as this page shows it: a key that is left empty is filled in, so the form must not insist on one. */
function shown(document) {
  const { jsonSchemaDialect: _, ...copy } = bilingual(document);
  for (const operations of Object.values(copy.paths)) {
    for (const { requestBody } of Object.values(operations)) {
      const body = requestBody?.content['application/json'];
      if (body !== undefined) body.example = least(body.schema);
    }
  }
  const key = copy.components.parameters.IdempotencyKey;
  key.required = false;
  key.description += ' 留空则自动生成。 Filled in by this page when left empty.';
  return copy;
}

function withKey(request) {
  if (request.method === 'POST' && !request.url.endsWith('/oauth/token')) request.headers['Idempotency-Key'] ||= newKey();
  return request;
}

fetch('openapi.json')
  .then((response) => response.json())
  .then((document) =>
    SwaggerUIBundle({
      spec: shown(document),
      dom_id: '#ui',
      deepLinking: true,
      filter: true,
      validatorUrl: null,
      defaultModelsExpandDepth: -1,
      requestInterceptor: withKey,
    }),
  )
  .catch(() => {
    document.querySelector('#ui').textContent = '无法读取 openapi.json / openapi.json could not be read';
  });
