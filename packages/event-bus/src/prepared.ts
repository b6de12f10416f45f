import type { SqliteDatabase, SqliteStatement } from '@guitu/sqlite';

const statements = new WeakMap<SqliteDatabase, Map<string, SqliteStatement>>();

/**
 * The statement for this text on this connection, prepared once. For projections and their readers, whose connection changes at every rebuild;
 * give it constant texts only, because nothing is ever dropped while the connection lives.
 */
export function prepared<Parameters extends unknown[] = unknown[], Row = unknown>(db: SqliteDatabase, sql: string): SqliteStatement<Parameters, Row> {
  let known = statements.get(db);
  if (known === undefined) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(sql);
  if (statement === undefined) {
    statement = db.prepare(sql);
    known.set(sql, statement);
  }
  return statement as SqliteStatement<Parameters, Row>;
}
