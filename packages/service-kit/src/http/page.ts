import type { z } from 'zod';
import { Problem } from '../problems/index.js';

export interface CursorCodec<K> {
  write(key: K): string;
  /** Throws a 422 `Problem` for anything that `write` did not make. */
  read(cursor: string): K;
}

/** Keyset cursors: the key of the last row of a page, so that a page stays right while rows come and go before it. */
export function cursorCodec<K>(key: z.ZodType<K>): CursorCodec<K> {
  return {
    write: (value) => Buffer.from(JSON.stringify(value)).toString('base64url'),
    read(cursor) {
      const found = key.safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8')));
      if (found.success) return found.data;
      throw Problem.invalid([{ in: 'query', pointer: '/cursor', rule: 'cursor', fix: { zh: '请原样使用上一页的 next，或省略以从头开始。', en: 'Send `next` of the page before as it was, or leave it out to begin.' } }]);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `rows`: one more than `limit` where there are more. Answers with those to show, and with `next` where a page follows. */
export function pageOf<R>(rows: readonly R[], limit: number, cursorOf: (last: R) => string): { readonly shown: readonly R[]; readonly next: { readonly next?: string } } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, next: rows.length > limit && last !== undefined ? { next: cursorOf(last) } : {} };
}
