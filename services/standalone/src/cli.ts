#!/usr/bin/env node
import { guitu } from './cli/guitu.js';
import { createTerminal } from './cli/terminal.js';

process.exitCode = await guitu(process.argv.slice(2), createTerminal(process.env, process.stdout, process.stderr));
