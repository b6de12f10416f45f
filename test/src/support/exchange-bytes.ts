import { join } from 'node:path';
import { openDatabase } from '@guitu/sqlite';

/** Puts other bytes in the place of an event, past the hub, as a bad disk and whoever mends it do. Answers with those that stood there. */
export function exchangeBytes(directory: string, stream: string, revision: number, bytes: Uint8Array): Uint8Array {
  const db = openDatabase(join(directory, 'log.db'), { durability: 'full' });
  try {
    const before = db.prepare<[string, number], Uint8Array>('select bytes from events where stream = ? and revision = ?').pluck().get(stream, revision);
    if (before === undefined) throw new Error(`there is no event ${revision} in ${stream}`);
    db.prepare('update events set bytes = ? where stream = ? and revision = ?').run(bytes, stream, revision);
    return before;
  } finally {
    db.close();
  }
}
