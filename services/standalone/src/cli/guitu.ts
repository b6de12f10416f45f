import { debuglog } from 'node:util';
import { agency } from './agency.js';
import { backup } from './backup.js';
import { readTyped } from './command.js';
import type { Command } from './command.js';
import { disclose } from './disclose.js';
import { CommandError, exit } from './exit.js';
import type { Exit } from './exit.js';
import { exportCases } from './export.js';
import { keys } from './keys.js';
import { parked } from './parked.js';
import { projections, rebuild } from './projections.js';
import { reindex } from './reindex.js';
import { restore } from './restore.js';
import { retention } from './retention.js';
import type { Terminal } from './terminal.js';

/**
 * What is typed. The hub's half of each is an `operatorVerb` where the work is done: of `projections`, `rebuild`, `parked`, `disclose` and `keys` in `service-kit/src/operator/verbs`,
 * of `backup` in `../backup`, of `agency` in `../agencies`, of `reindex` in `services/audit/src/reindex`, of `retention` in `services/data-protection/src/retention`. `restore` needs no hub; `export` asks the public interfaces.
 */
const commands: Readonly<Record<string, Command>> = { backup, restore, projections, rebuild, reindex, parked, agency, disclose, keys, retention, export: exportCases };

/** `NODE_DEBUG=guitu` shows where an error came from. */
const debug = debuglog('guitu');

const usage = `guitu [--data DIR] <verb> [options]

${Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(13)}${summary}`).join('\n')}

"guitu <verb> --help" tells more. The data directory of the hub, or of one of its services where each is a process, is
DIR, or GUITU_DATA, or ./data.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the hub does not run, is not ready or must be stopped,
4 refused, 141 nobody reads its answer any more.`;

/** Runs `guitu` with these words. Never throws; whatever went wrong is one line on standard error and an exit code. */
export async function guitu(words: readonly string[], terminal: Terminal): Promise<Exit> {
  const [verb, ...rest] = words;
  if (verb === '--data' && rest[0] !== undefined) return guitu(rest.slice(1), { ...terminal, environment: { ...terminal.environment, GUITU_DATA: rest[0] } });
  try {
    if (verb === undefined || verb === '--help' || verb === '-h') {
      terminal.line(usage);
      return verb === undefined ? exit.usage : exit.done;
    }
    if (/^--data(?:=|$)/u.test(verb)) throw new CommandError(exit.usage, '--data takes a directory, and stands before the verb: guitu --data DIR <verb>.');
    const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
    if (command === undefined) throw new CommandError(exit.usage, `There is no verb "${verb}". Known: ${Object.keys(commands).join(', ')}.`);
    const typed = readTyped(command, rest);
    if (typed.flag('help')) {
      terminal.line(command.help);
      return exit.done;
    }
    return await command.run(typed, terminal);
  } catch (error) {
    if (error instanceof CommandError) {
      terminal.note(`guitu: ${error.message}`);
      return error.exit;
    }
    debug('%O', error);
    const message = error instanceof Error ? error.message : String(error);
    terminal.note(`guitu: ${message.split('\n', 1)[0] ?? ''}`);
    // By its name: the library that has it is loaded by the verbs that need it.
    return error instanceof Error && error.name === 'StartError' ? exit.usage : exit.failed;
  }
}
