#!/usr/bin/env node
import { exit } from './cli/exit.js';
import { guitu } from './cli/guitu.js';
import { createTerminal } from './cli/terminal.js';

// A bar that nobody can see any more is no reason to leave the work.
process.stderr.on('error', () => undefined);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exit.unread);
  process.stderr.write(`guitu: the answer could not be written: ${error.message}\n`);
  process.exit(exit.failed);
});
process.exitCode = await guitu(process.argv.slice(2), createTerminal(process.env, process.stdout, process.stderr));
