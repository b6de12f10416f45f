import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { LogLevel } from './config.js';

/** All that a log line may carry. Ids, codes, counts and durations: nothing here can hold what a person wrote or who a person is. */
export interface LogFields {
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly caseId?: string | undefined;
  readonly commandId?: string | undefined;
  readonly organisation?: string | undefined;
  readonly client?: string | undefined;
  readonly role?: string | undefined;
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  readonly status?: number | undefined;
  readonly problem?: string | undefined;
  readonly milliseconds?: number | undefined;
  readonly port?: number | undefined;
  readonly count?: number | undefined;
  readonly year?: number | undefined;
  readonly calendar?: string | undefined;
  readonly reader?: string | undefined;
  readonly dependency?: string | undefined;
  readonly stream?: string | undefined;
  readonly incident?: string | undefined;
  readonly errorName?: string | undefined;
  readonly errorCode?: string | undefined;
  /** Places in the code, without the message. */
  readonly stack?: string | undefined;
}

const allowed = new Set<string>([
  'requestId', 'traceId', 'caseId', 'commandId', 'organisation', 'client', 'role', 'operation', 'method', 'status', 'problem',
  'milliseconds', 'port', 'count', 'year', 'calendar', 'reader', 'dependency', 'stream', 'incident', 'errorName', 'errorCode', 'stack',
] satisfies (keyof LogFields)[]);

/** `message` is a constant of the code, never built from input. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Writes out what is buffered. */
  flush(): void;
}

/** The allow-list holds at run time too: a member that is not on it is dropped, whatever a cast smuggled in. */
function allowListed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (allowed.has(name) && value !== undefined) kept[name] = value;
  return kept;
}

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Standard output, written in the background, when absent. */
  readonly destination?: DestinationStream;
}

/** JSON lines. */
export function createLogger({ service, level, destination = pino.destination({ dest: 1, sync: false, minLength: 4_096 }) }: LoggerOptions): Logger {
  const logger = pino({ level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, destination);
  const at = (line: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) => {
    if (logger.isLevelEnabled(line)) logger[line](fields === undefined ? {} : allowListed(fields), message);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), flush: () => logger.flush() };
}

export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, flush: () => {} };

const word = /^[\w$.-]{1,80}$/u;
const place = /^ +at (?:[\w$.<>[\]# ]+ \()?(?:file:|node:|\/)[\x21-\x7e]+\)?$/u;

/** What may be logged of an unexpected error. Its message may quote data, so it stays out, also where it looks like a stack; where it was thrown is enough to find it. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = 'code' in error && typeof error.code === 'string' && word.test(error.code) ? error.code : undefined;
  const whole = error.stack ?? '';
  const afterMessage = whole.slice(whole.indexOf(error.message) + error.message.length);
  const stack = afterMessage.split('\n').filter((line) => place.test(line)).slice(0, 12).join('\n');
  return { errorName: word.test(error.name) ? error.name : 'Error', errorCode: code, stack };
}
