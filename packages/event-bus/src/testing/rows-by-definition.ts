import { categoryOf } from '@guitu/event-store';
import type { StoredEvent } from '@guitu/event-store';
import { openDatabase } from '@guitu/sqlite';
import type { AnyProjection } from '../projection/definition.js';
import { rowsOf } from './rows.js';
import type { Rows } from './rows.js';

/**
 * What a projection's rows must be, by its definition alone and without the runner: every event of the log once, in its order, and all written at the end, so
 * that nothing stands in them which an earlier write left behind. Rejects where the definition refuses an event.
 */
export async function rowsByDefinition(definition: AnyProjection, log: readonly StoredEvent[]): Promise<Rows> {
  const db = openDatabase(':memory:', { durability: 'normal' });
  try {
    db.exec(definition.schema);
    const histories = new Map<string, unknown[]>();
    for (const stored of log) {
      if (!definition.categories.includes(categoryOf(stored.stream))) continue;
      const event = definition.decode(stored);
      const history = histories.get(stored.stream) ?? [];
      histories.set(stored.stream, history);
      history.push(event);
      if (definition.replacesOn?.(event) === true) definition.replace?.(db, stored.stream, history, await definition.prepare?.(history));
      else definition.apply(db, event, await definition.prepare?.([event]));
    }
    definition.flush?.(db);
    return rowsOf(db);
  } finally {
    db.close();
  }
}
