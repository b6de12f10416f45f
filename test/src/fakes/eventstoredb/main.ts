/**
 * A server that speaks EventStoreDB's protocol, for tests and for trying out. Not for people's records: see README.md beside the source.
 *
 *     node test/dist/fakes/eventstoredb/main.js --file LOG.db [--port N] [--no-batch-append] [--server-version 24.10.4]
 *
 * Prints one line of JSON when it is ready, and ends with its standard input or by SIGTERM.
 */
import { parseArgs } from 'node:util';
import { startServer } from './server.js';

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    port: { type: 'string', default: '0' },
    'no-batch-append': { type: 'boolean', default: false },
    'server-version': { type: 'string', default: '24.10.4' },
  },
});
if (values.file === undefined) throw new Error('--file names the log');

const server = await startServer({ file: values.file, port: Number(values.port), version: values['server-version'], batchAppend: !values['no-batch-append'] });
console.log(JSON.stringify({ url: server.url, control: server.control }));

const end = (): void => {
  server.close();
  process.exit(0);
};
process.stdin.on('end', end).resume();
process.on('SIGTERM', end);
