import { Problem } from '@guitu/service-kit';
import { z } from 'zod';

export const titled = <S extends z.ZodType>(zh: string, title: string, schema: S): S => schema.meta({ title, 'x-title-zh': zh }) as S;

/** The two members by which a query asks for a page. @param what is on it, for the reader of the OpenAPI document */
export const pageQuery = (what: string) => ({
  cursor: titled('续页标记', 'From `next` of the page before', z.string().max(600).optional()),
  limit: titled('每页条数', `${what} on a page, 1 to 200; 50 if absent`, z.coerce.number().int().min(1).max(200).default(50)),
});

/** The member by which a page names the one after it. */
export const nextCursor = titled('续页标记', 'Cursor of the next page; absent on the last', z.string().optional());

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
      throw Problem.invalid([{ in: 'query', pointer: '/cursor', rule: 'cursor', fix: { zh: '请使用上一页返回的 next。', en: 'Use `next` of the page before.' } }]);
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
