import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../problems/index.js';

/** How much a body may be. */
export interface BodyLimits {
  readonly bytes: number;
  /** Of nested arrays and objects. */
  readonly levels: number;
}
export const usualLimits: BodyLimits = { bytes: 256 * 1024, levels: 32 };

/**
 * The bytes of the body. Rejects with 413 as soon as there are too many; the rest is read and thrown away by Node, so that the client can still
 * receive the answer.
 */
export function readBody(request: IncomingMessage, { bytes: most }: Pick<BodyLimits, 'bytes'> = usualLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw Problem.of('body-too-large');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (): void => {
      request.off('data', take);
      request.off('end', finish);
      request.off('error', fail);
      request.off('aborted', fail);
    };
    const finish = (): void => {
      stop();
      const [first] = chunks;
      resolve(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size));
    };
    const fail = (): void => {
      stop();
      reject(Problem.of('malformed-json')); // the client went away; nobody reads the answer
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > most) {
        stop();
        reject(Problem.of('body-too-large'));
      } else {
        chunks.push(chunk);
      }
    };
    request.on('data', take);
    request.on('end', finish);
    request.on('error', fail);
    request.on('aborted', fail);
  });
}

/** `application/json`, in UTF-8 if a charset is named, not compressed. */
export function checkMediaType(request: IncomingMessage): void {
  const type = request.headers['content-type'] ?? '';
  const plain = type === 'application/json' || /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/iu.test(type);
  if (!plain || (request.headers['content-encoding'] ?? 'identity') !== 'identity') throw Problem.of('unsupported-media-type');
}

/** A hostile body nests so deeply that whatever walks it runs out of stack. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const member of Object.values(value)) if (typeof member === 'object' && isDeeperThan(member, levels - 1)) return true;
  return false;
}

/** One JSON object. The parser's own message quotes the text, so nothing of it gets out. */
export function parseJson(bytes: Buffer, { levels }: Pick<BodyLimits, 'levels'> = usualLimits): Record<string, unknown> {
  let value: unknown;
  try {
    value = isUtf8(bytes) ? JSON.parse(bytes.toString('utf8')) : undefined;
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw Problem.of('malformed-json');
  if (isDeeperThan(value, levels)) throw Problem.of('json-too-deep');
  return value as Record<string, unknown>;
}
