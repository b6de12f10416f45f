import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { operatorSocket, verbPath, whoHeader } from '@guitu/service-kit/operator';
import type { OperatorLine } from '@guitu/service-kit/operator';
import { CommandError, exit } from './exit.js';
import type { Terminal } from './terminal.js';

/** What the hub answers: lines of work, or one problem document. */
type HubLine = OperatorLine | { readonly detail?: string; readonly errors?: readonly HubError[] };
interface HubError {
  readonly pointer: string;
  readonly rule: string;
  readonly fix: string;
}

/** As the hub reads it. */
const dataDirectoryOf = ({ environment }: Pick<Terminal, 'environment'>): string => environment['GUITU_DATA'] || './data';

/** Name of whoever runs the command, for the operator's log. Behind sudo it is the person, not root. */
export function operatorName(environment: Terminal['environment']): string {
  const { username } = userInfo();
  const behind = environment['SUDO_USER'];
  return behind === undefined || behind === '' ? username : `${behind} as ${username}`;
}

const cutOff = (cause?: unknown): CommandError => new CommandError(exit.failed, 'The hub ended before it answered. operator-log.ndjson in its data directory says what was begun.', { cause });

function notRunning(dataDirectory: string, error: NodeJS.ErrnoException): CommandError {
  if (error.code === 'EACCES') return new CommandError(exit.refused, `The socket of the hub on ${dataDirectory} belongs to another user. Run guitu as the user of the hub.`, { cause: error });
  if (error.code === 'ECONNRESET') return cutOff(error);
  return new CommandError(exit.hub, `No hub runs on ${dataDirectory}. Start it, or set GUITU_DATA to its data directory.`, { cause: error });
}

function parsed(text: string): HubLine {
  try {
    return JSON.parse(text) as HubLine;
  } catch (cause) {
    throw new CommandError(exit.failed, 'The hub answered with something that is not JSON. Is this guitu of the same build as the hub?', { cause });
  }
}

async function open(dataDirectory: string, verb: string, input: unknown, who: string): Promise<IncomingMessage> {
  const body = JSON.stringify(input);
  const outgoing = request({
    socketPath: operatorSocket(dataDirectory).path, path: verbPath(verb), method: 'POST',
    headers: { 'Accept-Language': 'en', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), [whoHeader]: encodeURIComponent(who) },
  });
  outgoing.end(body);
  try {
    const [message] = (await once(outgoing, 'response')) as [IncomingMessage];
    return message;
  } catch (error) {
    throw notRunning(dataDirectory, error as NodeJS.ErrnoException);
  }
}

/** Whether a hub listens on this data directory. */
export async function hubRuns(dataDirectory: string): Promise<boolean> {
  const outgoing = request({ socketPath: operatorSocket(dataDirectory).path, path: '/healthz' });
  outgoing.end();
  try {
    const [message] = (await once(outgoing, 'response')) as [IncomingMessage];
    message.resume();
    return true;
  } catch {
    return false;
  }
}

/** An operator has `--help` where a client has the API document. */
const toldOf = ({ pointer, rule, fix }: HubError): string => `${pointer.slice(1)}: ${rule.startsWith('format-') ? 'Does not have its form.' : fix}`;

/** Puts a verb to the hub that runs on the data directory and shows its progress. Answers with its result, or throws `CommandError`. */
export async function askHub<T>(verb: string, input: unknown, terminal: Terminal): Promise<T> {
  const message = await open(dataDirectoryOf(terminal), verb, input, operatorName(terminal.environment));
  let last: OperatorLine | undefined;
  try {
    for await (const text of createInterface({ input: message })) {
      const line = parsed(text);
      if ('progress' in line) terminal.progress(line.progress.label, line.progress.done, line.progress.total);
      else if ('warning' in line) terminal.note(`guitu: warning: ${line.warning}`);
      else if ('done' in line || 'failed' in line) last = line;
      else throw new CommandError(message.statusCode === 422 ? exit.usage : exit.failed, `The hub did not take the command: ${line.errors === undefined ? (line.detail ?? String(message.statusCode)) : `${line.errors.map(toldOf).join(' ')} See --help.`}`);
    }
  } catch (error) {
    throw error instanceof CommandError ? error : cutOff(error);
  }
  terminal.settle();
  if (last === undefined) throw cutOff();
  if ('failed' in last) throw new CommandError(last.failed.code === 'refused' ? exit.refused : exit.failed, last.failed.message);
  return (last as { readonly done: T }).done;
}
