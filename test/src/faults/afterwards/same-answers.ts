import type { HubProcess } from '../../support/hub-process.js';
import type { Agencies } from '../agencies/agencies.js';
import { lasting } from '../agencies/journal.js';

/** Sent again at a time. */
const TOGETHER = 8;

/** Every acknowledged command, sent again, gets the answer that it got then; those about cases that somebody has harmed may be left out. */
export async function expectSameAnswers({ journal, sender, except = [] }: Pick<Agencies, 'journal' | 'sender'> & { readonly except?: readonly string[] }, { urls }: Pick<HubProcess, 'urls'>): Promise<void> {
  const left = journal.taken.values();
  await Promise.all(
    Array.from({ length: TOGETHER }, async () => {
      for (const { command, answer } of left) {
        if (except.includes(answer.body.caseId)) continue;
        const again = await sender.send(urls, command);
        expect({ command: command.name, answer: again.kind === 'taken' ? lasting(again) : again }).toEqual({ command: command.name, answer: lasting(answer) });
      }
    }),
  );
}
