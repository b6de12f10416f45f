import { openDatabase } from '@guitu/sqlite';
import { logFileOf } from './copy-of.js';

/** A row of the log as it stands in the file, with what its own bytes say. Read without the hub's code. */
export interface LogRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** The CloudEvents envelope. */
  readonly says: Readonly<Record<string, unknown>>;
}

/** The whole log of a data directory, in its order. Fails for a file that SQLite finds damaged, and for bytes that are not JSON outside of the stream that somebody poisoned. */
export function readLogRows(directory: string, poisoned?: string): readonly LogRow[] {
  const db = openDatabase(logFileOf(directory), { durability: 'full', walAutocheckpoint: 0 });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const rows = db.prepare<[], Omit<LogRow, 'says'>>('select position, stream, revision, id, type, bytes from events order by position').all();
    const heads = db.prepare<[], { readonly stream: string; readonly revision: number }>('select stream, revision from streams order by stream').all();
    const last = new Map(rows.map(({ stream, revision }) => [stream, revision]));
    expect(heads).toEqual([...last].map(([stream, revision]) => ({ stream, revision })).toSorted((a, b) => (a.stream < b.stream ? -1 : 1)));
    return rows.map((row) => ({ ...row, says: envelopeOf(row, row.stream === poisoned) }));
  } finally {
    db.close();
  }
}

function envelopeOf({ bytes }: Pick<LogRow, 'bytes'>, mayBeUnreadable: boolean): LogRow['says'] {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  } catch (error) {
    if (mayBeUnreadable) return {};
    throw error;
  }
}

/** Every stream counts from 0 without a gap, no id stands twice, and the columns of a row say what its bytes say. */
export function expectWholeLog(rows: readonly LogRow[]): void {
  const next = new Map<string, number>();
  for (const { stream, revision, id, type, says } of rows) {
    expect({ stream, revision, ...pick(says) }).toEqual({ stream, revision: next.get(stream) ?? 0, id, type, saysRevision: revision });
    next.set(stream, revision + 1);
  }
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
}
const pick = ({ id, type, revision }: LogRow['says']) => ({ id, type, saysRevision: revision });

/** The later log begins with the earlier one, to the byte: nothing was changed, removed or put in between. */
export function expectContinues(earlier: readonly LogRow[], later: readonly LogRow[]): void {
  expect(later.length).toBeGreaterThanOrEqual(earlier.length);
  for (const [place, row] of earlier.entries()) {
    const now = later[place];
    if (now?.position !== row.position || now.stream !== row.stream || now.id !== row.id || !Buffer.from(now.bytes).equals(Buffer.from(row.bytes))) throw new Error(`the log has changed at ${row.position}`);
  }
}
