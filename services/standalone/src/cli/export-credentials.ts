import { readFileSync, statSync } from 'node:fs';
import { CommandError, exit } from './exit.js';
import type { Terminal } from './terminal.js';

export interface OwnCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** From a file that its owner alone may read, or from the environment: a command line can be seen by everybody on the machine. */
export function readCredentials(organisation: string, file: string | undefined, environment: Terminal['environment']): OwnCredentials {
  if (file === undefined) {
    const clientSecret = environment['GUITU_CLIENT_SECRET'];
    if (clientSecret === undefined || clientSecret === '') throw new CommandError(exit.usage, 'The secret is missing: set GUITU_CLIENT_SECRET, or name a file with --credentials.');
    return { clientId: environment['GUITU_CLIENT_ID'] || organisation, clientSecret };
  }
  let value: unknown;
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw new CommandError(exit.refused, `${file} may be read by its owner only (chmod 600).`);
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(exit.usage, `${file} cannot be read as JSON.`, { cause: error });
  }
  const { clientId, clientSecret } = value as Partial<OwnCredentials>;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') throw new CommandError(exit.usage, `${file} must hold {"clientId", "clientSecret"}.`);
  return { clientId, clientSecret };
}
