import type { HubProcess } from '../../support/hub-process.js';
import type { Agencies } from '../agencies/agencies.js';
import { lasting } from '../agencies/journal.js';

/** Every acknowledged command, sent again, gets the answer that it got then; those about cases that somebody has harmed may be left out. */
export async function expectSameAnswers({ journal, sender, except = [] }: Pick<Agencies, 'journal' | 'sender'> & { readonly except?: readonly string[] }, { urls }: Pick<HubProcess, 'urls'>): Promise<void> {
  for (const { command, answer } of journal.taken) {
    if (except.includes(answer.body.caseId)) continue;
    const again = await sender.send(urls, command);
    expect({ command: command.name, answer: again.kind === 'taken' ? lasting(again) : again }).toEqual({ command: command.name, answer: lasting(answer) });
  }
}
