import { sampleSecret } from '@guitu/service-kit';
import { guitu } from '../../support/guitu.js';
import type { ExaminedHub } from '../examined-hub.js';
import type { Caller } from '../oracle/oracle.js';
import type { Reading } from './reading.js';

interface Line {
  readonly kind: string;
  readonly caseId?: string;
  readonly case?: Readonly<Record<string, unknown>>;
}

/** Runs `guitu export` as each of these callers, and reads what it writes. Answers how many cases were exported. */
export async function readExports(reading: Reading, callers: readonly Caller[], { hub: { urls }, directory }: ExaminedHub): Promise<number> {
  let exported = 0;
  for (const caller of callers) {
    // It is asked with the clock of the machine, on which every partner's access has long ended.
    const now = new Date().toISOString();
    const { exit, said, noted } = await guitu(directory, ['export', '--as', caller.organisation, '--issuer', urls['issuer'] ?? '', '--url', urls[caller.role] ?? ''], { GUITU_CLIENT_SECRET: sampleSecret(caller.organisation) });
    if (exit !== 0) throw new Error(`the export of ${caller.organisation} ended with ${exit}: ${noted}`);
    const examine = (text: string, body: Readonly<Record<string, unknown>>, about?: string): void => {
      for (const line of reading.examine(`the export of ${caller.role}`, caller, { status: 200, text, headers: {}, body }, now, about)) reading.found(line);
    };
    examine(noted, {});
    for (const text of said.trim().split('\n')) {
      const line = JSON.parse(text) as Line;
      if (line.caseId !== undefined) exported += 1;
      examine(text, line.case ?? {}, line.caseId);
    }
  }
  return exported;
}
