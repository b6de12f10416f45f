import { Problem } from '@guitu/service-kit';
import { z } from 'zod';
import { titled } from './parameters.js';

/** Query parameters of every list. */
export const pageParameters = {
  cursor: titled('游标', 'Where the page before ended (`next`)', z.string().max(400).optional()),
  limit: titled('条数', 'Most items, 1 to 200; 50 when absent', z.string().regex(/^\d{1,3}$/u).transform(Number).pipe(z.int().min(1).max(200)).default(50)),
};

export const nextSchema = titled('下一页游标', 'Cursor of the next page; absent on the last', z.string().optional());

/** For what is no cursor of the list. */
export const refusedCursor = (): Problem =>
  Problem.invalid([{ in: 'query', pointer: '/cursor', rule: 'cursor', fix: { zh: '请原样使用上一页的 next，或省略以从头开始。', en: 'Send `next` of the page before as it was, or leave it out to begin.' } }]);

export const cursorOf = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The parts of a cursor; undefined where the list begins. `stages`: what the first part may be. Throws 422 for what is no cursor of this list. */
export function readCursor(cursor: string | undefined, length: number, stages?: readonly string[]): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refusedCursor();
  }
  if (!Array.isArray(value) || value.length !== length || !value.every((part) => typeof part === 'string') || stages?.includes(value[0] ?? '') === false) throw refusedCursor();
  return value;
}
