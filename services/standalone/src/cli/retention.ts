import { askHub } from './ask-hub.js';
import type { Command } from './command.js';
import { CommandError, exit } from './exit.js';

interface Due {
  readonly cases: number;
  readonly due: readonly { readonly line: string; readonly count: number; readonly caseIds: readonly string[] }[];
  readonly off: readonly string[];
}

export const retention: Command = {
  summary: 'which case files need not be kept any longer',
  help: `guitu retention --dry-run [--json]

Lists, by the retention schedule and the terms of this installation (GUITU_RETENTION), the closed cases whose term is over: how many, and ten of
each line; with --json all of them. Cases of people who were erased are left out. Refused while the list of persons is still being built.
It erases nothing: that takes a proposal and an approval for each person, at the data-protection service.
Where each service is a process, this is for that service's: guitu --data DIR/data-protection retention --dry-run`,
  options: { 'dry-run': { type: 'boolean' } },
  words: [0, 0],
  run: async (typed, terminal) => {
    if (!typed.flag('dry-run')) throw new CommandError(exit.usage, 'Only --dry-run is there: nothing is erased because a term is over. See --help.');
    const found = await askHub<Due>('retention', { all: typed.flag('json') }, terminal);
    if (typed.flag('json')) terminal.json(found);
    else {
      terminal.line(`${found.cases} closed cases were looked at.`);
      for (const { line, count, caseIds } of found.due) terminal.line(`${line}: the term of ${count} is over${count === 0 ? '' : `, such as ${caseIds.join(', ')}`}.`);
      for (const line of found.off) terminal.line(`${line}: no term is set (GUITU_RETENTION), so none is due.`);
    }
    return exit.done;
  },
};
