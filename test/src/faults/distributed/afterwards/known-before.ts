import type { Entry, Journal } from '../../agencies/journal.js';

/**
 * What a log that is read now must hold, of agencies that go on writing: call it before the log is read, and the answer after. An end that was heard before
 * stands; whatever began or ended since may be there or not, but whole.
 */
export function knownBefore({ entries }: Journal): () => { readonly entries: Entry[] } {
  const ends = new Map(entries.map((entry) => [entry, entry.end]));
  return () => ({
    entries: entries.map((entry) => {
      const { end: _now, ...sent } = entry;
      const end = ends.get(entry);
      return end === undefined ? sent : { ...sent, end };
    }),
  });
}
