import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '../problems/index.js';
import type { Words } from '../problems/index.js';
import type { RawEndpoint } from './raw-endpoint.js';

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const pages = fileURLToPath(new URL('../../pages/', import.meta.url));
const script = 'text/javascript; charset=utf-8';
const style = 'text/css; charset=utf-8';
const files: Readonly<Record<string, readonly [path: string, contentType: string]>> = {
  'swagger-ui-bundle.js': [join(swagger, 'swagger-ui-bundle.js'), script],
  'swagger-ui.css': [join(swagger, 'swagger-ui.css'), style],
  'docs.js': [join(pages, 'docs.js'), script],
  'docs.css': [join(pages, 'docs.css'), style],
};

interface Assets {
  /** Changes with the content, so that an address can be kept for ever. */
  readonly version: string;
  readonly bytes: ReadonlyMap<string, Buffer>;
}

async function readAssets(): Promise<Assets> {
  const bytes = new Map(await Promise.all(Object.entries(files).map(async ([name, [path]]) => [name, await readFile(path)] as const)));
  return { version: hash('sha256', Buffer.concat([...bytes.values()]), 'hex').slice(0, 16), bytes };
}
// Two megabytes that most services are never asked for: read when somebody does, once for all services of the process.
let assets: Promise<Assets> | undefined;
const assetsOnce = (): Promise<Assets> => (assets ??= readAssets());

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const pageOf = (title: Words, version: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title.zh)} ${escaped(title.en)} · 归途 Guitu</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/${version}/swagger-ui.css"><link rel="stylesheet" href="docs/${version}/docs.css">
</head>
<body><div id="ui">…</div><script src="docs/${version}/swagger-ui-bundle.js"></script><script src="docs/${version}/docs.js"></script></body>
</html>
`;

/** Scripts and styles of this service alone, none of them inline; requests to it and to where its tokens come from. Pictures inside the style sheet are data. */
function policyOf(tokenUrl: string | undefined): string {
  const issuer = tokenUrl !== undefined && URL.canParse(tokenUrl) ? ` ${new URL(tokenUrl).origin}` : '';
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'${issuer}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** `/docs`: the OpenAPI document of the service, to be read and tried in the browser. Nothing comes from another host. */
export function docsEndpoints({ title, tokenUrl }: { readonly title: Words; readonly tokenUrl?: string }): readonly RawEndpoint[] {
  const policy = policyOf(tokenUrl);
  return [
    {
      method: 'GET',
      path: '/docs',
      name: 'docs',
      handler: async () => ({ contentType: 'text/html; charset=utf-8', body: pageOf(title, (await assetsOnce()).version), headers: { 'Content-Security-Policy': policy, 'Permissions-Policy': 'camera=(), geolocation=(), microphone=()' } }),
    },
    {
      method: 'GET',
      path: '/docs/:version/:file',
      name: 'docs-asset',
      handler: async ({ params: { version: asked, file = '' } }) => {
        const { version, bytes } = await assetsOnce();
        const body = asked === version ? bytes.get(file) : undefined;
        if (body === undefined) throw Problem.of('not-found');
        return { contentType: files[file]?.[1] ?? '', body, headers: { 'Cache-Control': 'public, max-age=31536000, immutable' } };
      },
    },
  ];
}
