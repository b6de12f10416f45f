import * as channels from 'node:diagnostics_channel';
import { createRequire, syncBuiltinESMExports } from 'node:module';

/** `node channels.child.js <module>...` loads the modules and prints the names of the tracing channels that they make, one a line. */
// Loads what of Node makes channels of its own.
const out = process.stdout;
const patched = createRequire(import.meta.url)('node:diagnostics_channel') as { tracingChannel: (name: unknown) => unknown };
const make = channels.tracingChannel as (name: unknown) => unknown;
const names: string[] = [];
patched.tracingChannel = (name) => {
  names.push(String(name));
  return make(name);
};
syncBuiltinESMExports();
for (const module of process.argv.slice(2)) await import(module);
out.write(`${names.join('\n')}\n`);
