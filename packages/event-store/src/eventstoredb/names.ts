import { STREAM_NAME } from '@eventstore/db-client';
import type { RegexFilter } from '@eventstore/db-client';
import { isStreamName } from '../limits.js';
import { StoreError } from '../port.js';

/** What the streams of one store are called on the server, and how they are told from everybody else's. */
export interface Names {
  onServer(stream: string): string;
  /** Undefined for a stream that is not this store's: the server's own, the adapter's, another namespace's. */
  inPort(serverStream: string): string | undefined;
  /** Leaves on the server what is not this store's. Categories are not in it: see `feed.ts`. */
  readonly filter: RegexFilter;
  /** Holds the identity of the log. */
  readonly identity: string;
  /** Holds the last checkpoint of one reader. */
  checkpoint(reader: string): string;
}

// The server announces how far it has looked for each so many windows of 32 events. Nobody listens; so, seldom.
const SELDOM = 1_000;

/**
 * The adapter's own streams have a space in their names, which no stream of the port may have: they lie in no category, and no filter lets them through.
 * @param namespace keeps several logs apart on one server; '' for a server that has this log alone, where names stay as they are
 */
export function namesOf(namespace: string): Names {
  if (!/^[a-z0-9-]{0,60}$/.test(namespace)) throw new StoreError('invalid-argument', 'A namespace is at most 60 lower-case letters, digits and dashes.');
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const own = namespace === '' ? 'guitu' : `guitu ${namespace}`;
  return {
    onServer: (stream) => `${prefix}${stream}`,
    inPort: (serverStream) => {
      const stream = serverStream.slice(prefix.length);
      return serverStream.startsWith(prefix) && isStreamName(stream) ? stream : undefined;
    },
    filter: { filterOn: STREAM_NAME, regex: `^${prefix}[!#%-~][!-~]*$`, checkpointInterval: SELDOM },
    identity: `${own}: store`,
    checkpoint: (reader) => `${own}: checkpoint ${reader}`,
  };
}
