import { join } from 'node:path';
import { guitu } from '../../support/guitu.js';
import type { Ledger } from '../lifecycles/ledger.js';
import { described } from './answers.js';
import type { Reading } from './reading.js';

/** What an operator is told: nothing of any person. `directory`: the hub's. Takes a backup with its keys into `scratch`. */
export async function readOperator({ ledger, reading, organisation }: { readonly ledger: Ledger; readonly reading: Reading; readonly organisation: string }, directory: string, scratch: string): Promise<void> {
  const verbs: readonly (readonly string[])[] = [
    ['projections'], ['parked', 'list'], ['agency', 'list'],
    ...reading.cases.slice(0, 3).map((caseId) => ['disclose', '--as', organisation, '--case', caseId]),
    ['backup', join(scratch, 'backup'), '--projections', '--keys', join(scratch, 'backup-keys'), '--new-key', join(scratch, 'backup.key')],
  ];
  for (const words of verbs) {
    const { exit, said, noted } = await guitu(directory, words);
    if (exit !== 0) throw new Error(`guitu ${words.join(' ')} ended with ${exit}: ${noted}`);
    for (const mark of ledger.marks.in(said + noted)) reading.found(`guitu ${words[0] ?? ''} shows ${described(mark)}`);
  }
}
