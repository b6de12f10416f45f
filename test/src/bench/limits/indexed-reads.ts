import { openDatabase } from '@guitu/sqlite';
import { serve } from '../processes/serve.js';
import type { SelectOptions } from './select-and-parse.js';

export interface KnownCase {
  readonly caseId: string;
  readonly personId: string;
}

// The least that a history can do: one read of the case's rows by their index.
serve(async ({ file }: SelectOptions) => {
  const db = openDatabase(file, { durability: 'normal', readonly: true });
  const events = db.prepare<[string], Uint8Array>('select bytes from events where stream = ? order by revision').pluck();
  const streamAfter = db.prepare<[number], string>("select stream from events where position >= ? and category = 'case' order by position limit 1").pluck();
  return {
    /** Cases from all over the log. */
    cases: (count: number): readonly KnownCase[] => {
      const last = db.prepare<[], number>('select max(position) from events').pluck().get() ?? 0;
      return Array.from({ length: count }, (_, place) => {
        const stream = streamAfter.get(Math.floor((last * place) / count)) ?? '';
        const first = events.get(stream);
        const { subject, data } = JSON.parse(Buffer.from(first ?? []).toString('utf8')) as { readonly subject: string; readonly data: { readonly personId: string } };
        return { caseId: subject, personId: data.personId };
      });
    },
    /** Milliseconds of each read. */
    run: (cases: readonly KnownCase[]): readonly number[] =>
      cases.map(({ caseId }) => {
        const begun = performance.now();
        events.all(`case-${caseId}`);
        return performance.now() - begun;
      }),
    close: () => void db.close(),
  };
});
