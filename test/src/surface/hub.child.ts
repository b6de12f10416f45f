import { systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import { register } from './organisations.js';

/** What a hub in a process of its own tells the test: where it is, and everything that a process should never have to say. */
export type Message = { readonly kind: 'started'; readonly urls: Readonly<Record<string, string>> } | { readonly kind: 'incident'; readonly text: string };

const tell = (message: Message): void => {
  process.send?.(message);
};
const incident = (name: string) => (reason: unknown) => tell({ kind: 'incident', text: `${name}: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}` });
process.on('unhandledRejection', incident('unhandledRejection'));
process.on('uncaughtException', incident('uncaughtException'));
process.on('warning', incident('warning'));

const [dataDirectory = '', sample] = process.argv.slice(2);
const hub = await startHub({
  config: { host: '127.0.0.1', portBase: 4_100, dataDirectory, logLevel: 'error', issuer: 'http://issuer.test', ownIssuer: true, jwksUrl: 'http://issuer.test/jwks', sample: sample === 'on', rates: { organisation: 0, stranger: 0 } },
  register,
  runtime: systemRuntime,
  port: () => 0,
});
tell({ kind: 'started', urls: hub.urls });
process.once('message', () => {
  void hub.close().then(() => process.disconnect());
});
