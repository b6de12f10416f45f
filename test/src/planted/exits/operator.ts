import { guitu } from '../../support/guitu.js';
import type { ExaminedHub } from '../examined-hub.js';
import type { Ledger } from '../lifecycles/ledger.js';
import { described } from './answers.js';
import type { Reading } from './reading.js';

/** What an operator is told: nothing of any person. `organisation`: whose view of a case is explained. */
export async function readOperator({ ledger, reading, organisation }: { readonly ledger: Ledger; readonly reading: Reading; readonly organisation: string }, { directory, typed }: ExaminedHub): Promise<void> {
  const disclosed = reading.cases.slice(0, 3).map((caseId) => ({ directory, words: ['disclose', '--as', organisation, '--case', caseId] }));
  for (const asked of [...disclosed, ...typed]) {
    const { exit, said, noted } = await guitu(asked.directory, asked.words);
    const verb = asked.words[0] ?? '';
    if (exit !== 0) throw new Error(`guitu ${asked.words.join(' ')} ended with ${exit}: ${noted}`);
    for (const mark of ledger.marks.in(said + noted)) reading.found(`guitu ${verb} shows ${described(mark)}`);
  }
}
