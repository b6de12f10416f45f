import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { readBody } from '../http/body.js';
import type { RawEndpoint } from '../http/raw-endpoint.js';
import { createService } from '../http/service.js';
import { errorFields } from '../logger.js';
import type { Logger } from '../logger.js';
import { Problem, fieldErrors } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import { whoHeader, verbPath } from './lines.js';
import type { OperatorLine } from './lines.js';
import { listenOnSocket } from './listen.js';
import { openOperatorLog, operatorLogFile } from './operator-log.js';
import type { OperatorEntry, OperatorLog } from './operator-log.js';
import { operatorSocket } from './socket-path.js';
import { OperatorRefusal } from './verb.js';
import type { OperatorVerb, Work } from './verb.js';

export interface OperatorOptions {
  readonly dataDirectory: string;
  readonly verbs: (log: OperatorLog) => readonly OperatorVerb[];
  readonly runtime: Runtime;
  readonly logger: Logger;
}

const PROGRESS_MS = 100;
const nameless = 'unknown';

async function bodyOf(message: IncomingMessage, { input }: OperatorVerb): Promise<unknown> {
  const text = (await readBody(message)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw Problem.of('malformed-json');
  }
  const parsed = input.safeParse(value);
  if (!parsed.success) throw Problem.invalid(fieldErrors(parsed.error, value as Record<string, unknown>, 'body'));
  return parsed.data;
}

function whoIs({ headers }: IncomingMessage): string {
  const given = headers[whoHeader];
  if (typeof given !== 'string' || !/^[\x21-\x7e]{1,100}$/u.test(given)) return nameless;
  try {
    return decodeURIComponent(given);
  } catch {
    return nameless;
  }
}

/** A failure in the operator's words. The store's and the vault's messages name files and codes, never data. */
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The way in for whoever runs the machine: each verb a POST on a Unix socket, answered by lines. Not reachable from any network. */
export async function startOperator({ dataDirectory, verbs, runtime, logger }: OperatorOptions): Promise<{ close(): Promise<void> }> {
  const log = openOperatorLog(operatorLogFile(dataDirectory));
  const stopping = new AbortController();
  const now = (): string => new Date(runtime.realNow()).toISOString();

  async function perform(verb: OperatorVerb, input: unknown, who: string, tell: (line: OperatorLine) => void): Promise<void> {
    const action = runtime.uuid();
    const record = (outcome: OperatorEntry['outcome'], more: object): void => {
      if (!verb.looks) log.record({ at: now(), action, who, verb: verb.name, outcome, ...more });
    };
    /** What is done is done; that its end could not be written down must not make it look undone. */
    const recordEnd = (outcome: OperatorEntry['outcome'], more: object): void => {
      try {
        record(outcome, more);
      } catch {
        tell({ warning: 'The end of this action could not be written to operator-log.ndjson.' });
      }
    };
    let [told, current] = [Number.NEGATIVE_INFINITY, ''];
    const work: Work = {
      who,
      progress: (label, done, total) => {
        if (label === current && done < total && runtime.realNow() - told < PROGRESS_MS) return;
        [told, current] = [runtime.realNow(), label];
        tell({ progress: { label, done, total } });
      },
      warn: (warning) => tell({ warning }),
      signal: stopping.signal,
    };
    try {
      record('begun', { input });
      const done = await verb.run(input, work);
      recordEnd('done', {});
      tell({ done });
    } catch (error) {
      const code = error instanceof OperatorRefusal ? 'refused' : 'failed';
      if (code === 'failed') logger.error('an operator action failed', { operation: verb.name, ...errorFields(error) });
      recordEnd(code, { result: messageOf(error) });
      tell({ failed: { code, message: messageOf(error) } });
    }
  }

  const endpoints = verbs(log).map((verb): RawEndpoint => ({
    method: 'POST',
    path: verbPath(verb.name),
    name: `operator-${verb.name}`,
    handler: async ({ message }) => {
      const input = await bodyOf(message, verb);
      const lines = new PassThrough({ objectMode: true });
      void perform(verb, input, whoIs(message), (line) => lines.write(line)).finally(() => lines.end());
      return { lines };
    },
  }));
  const service = createService({ name: 'operator', title: { zh: '运维', en: 'Operator' }, routes: [], raw: endpoints, runtime, logger });
  const socket = await listenOnSocket(service.app, operatorSocket(dataDirectory));
  return {
    close: () => {
      stopping.abort();
      return socket.close();
    },
  };
}
