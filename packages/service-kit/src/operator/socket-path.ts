import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

/** A Unix socket's path is a fixed field of the kernel: 108 bytes on Linux, 104 on macOS, the ending zero included. */
const LONGEST_PATH_BYTES = 103;

/** Where the hub on this data directory listens to its operator. The folder of the socket belongs to the hub's user alone (mode 0700). */
export interface SocketPlace {
  readonly folder: string;
  readonly path: string;
}

/**
 * `operator/hub.sock` in the data directory; where that is too long for the kernel, `/tmp/guitu-<hash of the data directory>/hub.sock`.
 * A function of the path alone, so that both sides find it without asking.
 */
export function operatorSocket(dataDirectory: string): SocketPlace {
  const absolute = resolve(dataDirectory);
  const inside = `${absolute}/operator`;
  if (Buffer.byteLength(`${inside}/hub.sock`) <= LONGEST_PATH_BYTES) return { folder: inside, path: `${inside}/hub.sock` };
  const folder = `/tmp/guitu-${createHash('sha256').update(absolute).digest('hex').slice(0, 24)}`;
  return { folder, path: `${folder}/hub.sock` };
}
