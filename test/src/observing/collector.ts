import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Span {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}
interface Attribute {
  readonly key: string;
  /** One member, named by its type. */
  readonly value: Readonly<Record<string, unknown>>;
}
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly (Omit<Span, 'service' | 'attributes'> & { readonly attributes: readonly Attribute[] })[] }[];
  }[];
}

export interface Collector {
  readonly spans: readonly Span[];
  /** Everything that it was sent, as it came. */
  received(): string;
  readonly url: string;
  close(): void;
}

const valuesOf = (attributes: readonly Attribute[]): Span['attributes'] => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** A collector of OTLP over HTTP that keeps what it is sent. */
export async function startCollector(): Promise<Collector> {
  const spans: Span[] = [];
  let received = '';
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      received += text;
      for (const { resource, scopeSpans } of (JSON.parse(text) as Export).resourceSpans) {
        const service = String(valuesOf(resource.attributes)['service.name']);
        for (const scope of scopeSpans) spans.push(...scope.spans.map((span) => ({ ...span, service, attributes: valuesOf(span.attributes) })));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    spans,
    received: () => received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
