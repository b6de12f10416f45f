import type { Entry, Journal } from '../agencies/journal.js';
import type { LogRow } from './log-rows.js';

/** The first 48 bits of a command's id are those of its key (packages/contracts/src/ids.ts), and the keys of a run differ in them. */
const headOf = (uuid: string): string => uuid.slice(0, 13);

/** Commands whose number of events is known beforehand; of these half would be seen. An admission with a bed is one command and two facts. */
const wholeOf = ({ command }: Entry): number | undefined => {
  if (command.name === 'admitted') return 'shelter' in command.body ? 2 : 1;
  return ['found', 'help-requested', 'referral-received', 'note-added', 'linked', 'kin-contacted'].includes(command.name) ? 1 : undefined;
};

function expectWhole(entry: Entry, { length: events }: readonly LogRow[]): void {
  expect({ command: entry.command.name, events }).toEqual({ command: entry.command.name, events: wholeOf(entry) ?? events });
}

/**
 * What the agencies remember, held against the log: an acknowledged command stands there once, as its answer says; a refused one not at all;
 * one that was never answered wholly or not at all; and nothing stands there that nobody sent.
 */
export function expectKeptPromises({ entries }: Pick<Journal, 'entries'>, rows: readonly LogRow[]): void {
  const recorded = new Map<string, LogRow[]>();
  for (const row of rows.filter(({ stream }) => stream !== 'hub')) {
    const cause = headOf(String(row.says['causationid']));
    recorded.set(cause, [...(recorded.get(cause) ?? []), row]);
  }
  for (const entry of entries) {
    const { command, end } = entry;
    const stands = recorded.get(headOf(command.key)) ?? [];
    recorded.delete(headOf(command.key));
    if (end?.kind === 'taken') {
      const { events, revision, streamRevision } = end.body;
      expect({ command: command.name, stands: stands.map(({ id, type, revision: at }) => ({ id, type, revision: at })) }).toEqual({ command: command.name, stands: events });
      // A half that stood there is what the next attempt would be told.
      expectWhole(entry, stands);
      expect(end.etag).toBe(`"${revision}"`);
      if (events.length > 0) expect(events.at(-1)?.revision).toBe(streamRevision ?? revision);
    } else if (end?.kind === 'refused') {
      expect({ command: command.name, refused: end.body.code, stands }).toEqual({ command: command.name, refused: end.body.code, stands: [] });
    } else if (stands.length > 0) {
      expect(new Set(stands.map(({ stream, says }) => `${stream} ${String(says['causationid'])}`)).size).toBe(1);
      expect(stands.map(({ position }) => position)).toEqual(stands.map((_row, place) => (stands[0]?.position ?? 0) + place));
      expectWhole(entry, stands);
    }
  }
  expect([...recorded.keys()]).toEqual([]);
}
