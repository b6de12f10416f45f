import { withPrograms } from '../processes/programs.js';
import { beside, inRounds } from '../rounds.js';
import type { Figure, Row } from '../row.js';

/** Bytes of an average class of an average event. */
const SIZE = 192;
const works = ['seal', 'open', 'fingerprint'] as const;

/** What keys cost: one class of one event sealed, opened, and one body fingerprinted, beside bare AES-GCM and HMAC of as many bytes. */
export const vault: Row = {
  key: 'vault',
  run: ({ rounds, seconds, scratch }) =>
    withPrograms(scratch, async (programs) => {
      const subject = await programs.vault();
      const limit = await programs.ciphers();
      const run = { size: SIZE, times: 10_000 * seconds };
      const figures: Figure[] = [];
      for (const work of works) {
        const measured = await inRounds(rounds, { limit: () => limit.run(work, run), subject: () => subject.run(work, run) });
        figures.push(beside({ name: `vault: ${work} ${SIZE} bytes`, unit: 'us' }, measured.subject, measured.limit));
      }
      return figures;
    }),
};
