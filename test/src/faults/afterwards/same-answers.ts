import type { HubProcess } from '../../support/hub-process.js';
import type { Agencies } from '../agencies/agencies.js';
import { lasting } from '../agencies/journal.js';

/** Every acknowledged command, sent again, gets the answer that it got then. */
export async function expectSameAnswers({ journal, sender }: Agencies, { urls }: HubProcess): Promise<void> {
  for (const { command, answer } of journal.taken) {
    const again = await sender.send(urls, command);
    expect({ command: command.name, answer: again.kind === 'taken' ? lasting(again) : again }).toEqual({ command: command.name, answer: lasting(answer) });
  }
}
