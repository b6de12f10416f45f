import type { ParkedStream, ReleaseOutcome, SkippedEvents } from '@guitu/event-bus';
import { askHub } from './ask-hub.js';
import type { Command, Typed } from './command.js';
import { CommandError, exit } from './exit.js';
import type { Exit } from './exit.js';
import type { Terminal } from './terminal.js';

interface Listed {
  readonly parked: readonly (Omit<ParkedStream, 'at'> & { readonly at: string })[];
  readonly skipped: readonly (Omit<SkippedEvents, 'at'> & { readonly at: string; readonly by: string })[];
}
interface Released {
  readonly projection: string;
  readonly stream: string;
  readonly outcome: ReleaseOutcome;
}

const revisions = ({ revision, through }: { readonly revision: number; readonly through: number }): string => (through > revision ? `revisions ${revision} to ${through}` : `revision ${revision}`);

async function list(typed: Typed, terminal: Terminal): Promise<Exit> {
  const projection = typed.words[1];
  const answer = await askHub<Listed>('parked-list', projection === undefined ? {} : { projection }, terminal);
  if (typed.flag('json')) {
    terminal.json(answer);
    return exit.done;
  }
  if (answer.parked.length === 0) terminal.line('No stream is parked.');
  for (const one of answer.parked) terminal.line(`parked   ${one.projection}  ${one.stream}  ${revisions(one)}  since ${one.at}, ${one.waiting} waiting: ${one.reason}: ${one.detail}`);
  for (const one of answer.skipped) terminal.line(`skipped  ${one.projection}  ${one.stream}  ${revisions(one)}  at ${one.at} by ${one.by}: ${one.reason}`);
  return exit.done;
}

async function release(verb: 'retry' | 'skip', typed: Typed, terminal: Terminal): Promise<Exit> {
  const [, projection, stream] = typed.words;
  const reason = typed.text('reason');
  if (projection === undefined || stream === undefined) throw new CommandError(exit.usage, `Name the projection and the stream: guitu parked ${verb} <projection> <stream>.`);
  if (verb === 'skip' && (reason === undefined || reason.trim() === '')) throw new CommandError(exit.usage, 'A skip needs its reason: --reason "...".');
  if (verb === 'retry' && reason !== undefined) throw new CommandError(exit.usage, 'A retry takes no --reason.');
  const answer = await askHub<Released>(`parked-${verb}`, { projection, stream, ...(reason === undefined ? {} : { reason }) }, terminal);
  if (typed.flag('json')) terminal.json(answer);
  else terminal.line(answer.outcome === 'still-parked' ? `${stream} is parked again; "guitu parked list" says why.` : `${stream} goes on in ${projection}.`);
  return answer.outcome === 'still-parked' ? exit.failed : exit.done;
}

export const parked: Command = {
  summary: 'streams that a projection could not apply: list, retry, skip',
  help: `guitu parked list [<projection>] [--json]
guitu parked retry <projection> <stream>
guitu parked skip <projection> <stream> --reason "..."

A parked stream stands still in one projection because an event of it cannot be applied; all others go on, and so do commands.
list    what stands still, and what was left out, why, when and by whom
retry   apply the stream again from the parked event on, once the cause is mended
skip    leave the parked event out of that projection, for a reason that is recorded; the log keeps it

Exit 1: the stream is parked again.`,
  options: { reason: { type: 'string' } },
  words: [1, 3],
  run: async (typed, terminal) => {
    const [verb] = typed.words;
    if (verb === 'list') return list(typed, terminal);
    if (verb === 'retry' || verb === 'skip') return release(verb, typed, terminal);
    throw new CommandError(exit.usage, `There is no "parked ${verb ?? ''}". Known: list, retry, skip.`);
  },
};
