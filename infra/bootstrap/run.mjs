import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './workspace.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end: `{ code, output }`. With `collect` its output is kept instead of shown. A signal to us
 * goes on to the program, and once that has ended we end too: no half of an install goes on behind a prompt.
 */
export function run(file, args, { cwd = root, env = {}, collect = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: collect ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));

    let stoppedBy;
    const forward = (signal) => {
      stoppedBy ??= signal;
      child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of forwarded) process.off(name, forward);
      if (stoppedBy !== undefined) process.exit(128 + constants.signals[stoppedBy]);
      resolve({ code: code ?? 128 + constants.signals[signal], output });
    });
  });
}

/** The same for a script that this Node runs. */
export const runNode = (args, options) => run(process.execPath, args, options);
