import { epochOf, instantOf } from '@guitu/contracts';
import { z } from 'zod';

/** Titles in both languages, for the API document. */
export const titled = <S extends z.ZodType>(zh: string, title: string, schema: S): S => schema.meta({ title, 'x-title-zh': zh }) as S;

/** RFC 3339 with an offset; read as UTC with milliseconds, as the log keeps it. */
export const instantParameter = () =>
  z.iso.datetime({ offset: true }).transform((text, context) => {
    try {
      return instantOf(epochOf(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'is not an instant of the calendar', params: { rule: 'instant' } });
      return z.NEVER;
    }
  });

export const dateParameter = () => z.iso.date().refine((text) => text >= '1900', { message: 'lies before 1900', params: { rule: 'not-before-1900' } });

export const id = () => z.uuid().toLowerCase();

/** Which prefix of the log, and which moment in it. */
export const asOfParameters = {
  asOf: titled('截至登记时间（含）', 'The record as it stood at this recorded time, inclusive', instantParameter().optional()),
  asOfIndex: titled('截至日志序号（含）', 'The record up to this log index, inclusive', z.string().regex(/^\d{1,15}$/u).transform(Number).optional()),
  at: titled('业务时刻', 'Custody and responsibility as they were at this moment, by when things happened', instantParameter().optional()),
};

export const organisationId = () => z.string().regex(/^[a-z][a-z0-9-]{1,62}$/u);

/** Where the answer speaks from: the last event of the prefix. */
export const placeSchema = z.object({
  index: titled('日志序号', 'Log index, from 0', z.int()),
  position: titled('日志位置', "Position in the store's log", z.string()),
  recordedAt: titled('登记时间', 'Recorded time', z.string()),
});

/** Query parameters of every list. */
export const pageParameters = {
  cursor: titled('游标', 'Where the page before ended (`next`)', z.string().max(400).optional()),
  limit: titled('条数', 'Most items, 1 to 200; 50 when absent', z.string().regex(/^\d{1,3}$/u).transform(Number).pipe(z.int().min(1).max(200)).default(50)),
};

export const nextSchema = titled('下一页游标', 'Cursor of the next page; absent on the last', z.string().optional());
