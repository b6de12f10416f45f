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
type Released = Pick<ParkedStream, 'projection' | 'stream'> & { readonly outcome: ReleaseOutcome };
type Skipped = Released & Pick<ParkedStream, 'revision' | 'through' | 'eventId'>;

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
  const [revision, reason] = [typed.text('revision'), typed.text('reason')];
  if (projection === undefined || stream === undefined) throw new CommandError(exit.usage, `Name the projection and the stream: guitu parked ${verb} <projection> <stream>.`);
  if (verb === 'skip' && (reason === undefined || reason.trim() === '')) throw new CommandError(exit.usage, 'A skip needs its reason: --reason "...".');
  if (verb === 'skip' && !/^\d+$/u.test(revision ?? '')) throw new CommandError(exit.usage, 'A skip needs the revision that "guitu parked list" shows: --revision N.');
  if (verb === 'retry' && (revision ?? reason) !== undefined) throw new CommandError(exit.usage, 'A retry takes no --revision and no --reason.');
  const answer = await askHub<Released | Skipped>(`parked-${verb}`, { projection, stream, ...(verb === 'skip' ? { revision: Number(revision), reason } : {}) }, terminal);
  if (typed.flag('json')) terminal.json(answer);
  else {
    if ('revision' in answer) terminal.line(`Left out of ${projection}: ${revisions(answer)} of ${stream}.`);
    terminal.line(answer.outcome === 'still-parked' ? `${stream} is parked again; "guitu parked list" says why.` : `${stream} goes on in ${projection}.`);
  }
  return answer.outcome === 'still-parked' ? exit.failed : exit.done;
}

export const parked: Command = {
  summary: 'streams that a projection could not apply: list, retry, skip',
  help: `guitu parked list [<projection>] [--json]
guitu parked retry <projection> <stream>
guitu parked skip <projection> <stream> --revision N --reason "..."

A parked stream stands still in one projection because an event of it cannot be applied; all others go on, and so do commands.
list    what stands still, and what was left out, why, when and by whom
retry   apply the stream again from the parked event on, once the cause is mended
skip    leave the parked event out of that projection, for a reason that is recorded; the log keeps it. N is its revision as the list shows it, of several
        the first: where another event is parked by now, nothing is left out

Exit 1: the stream is parked again; what a skip left out stays out.
Exit 4: it is not parked, or at another revision.`,
  options: { revision: { type: 'string' }, reason: { type: 'string' } },
  words: [1, 3],
  run: async (typed, terminal) => {
    const [verb] = typed.words;
    if (verb === 'list') return list(typed, terminal);
    if (verb === 'retry' || verb === 'skip') return release(verb, typed, terminal);
    throw new CommandError(exit.usage, `There is no "parked ${verb ?? ''}". Known: list, retry, skip.`);
  },
};
