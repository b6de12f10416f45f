import { existsSync, writeFileSync } from 'node:fs';
import type { ProjectionDefinition } from '../projection/definition.js';

/** Ends its thread at the stream `case-die`, once: the flag file says that it has. */
export function dyingProjection({ flag }: { readonly flag: string }): ProjectionDefinition<string> {
  return {
    name: 'dying',
    version: 1,
    categories: ['case'],
    schema: 'create table unused (n integer)',
    decode: ({ stream }) => stream,
    apply(_tx, stream) {
      if (stream !== 'case-die' || existsSync(flag)) return;
      writeFileSync(flag, '');
      process.exit(9);
    },
  };
}
