import type { DisclosedCase } from '@guitu/service-kit';
import { askHub } from './ask-hub.js';
import type { Command } from './command.js';
import { CommandError, exit } from './exit.js';
import type { Terminal } from './terminal.js';

const standings: Readonly<Record<DisclosedCase['standing'], string>> = {
  full: 'takes part, or may look',
  'own-referrals': 'sees its own referrals and nothing of the person',
  none: 'gets the answer for a case that does not exist',
};
const listed = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.join(', '));

function show({ organisation, role, user, caseNumber, standing, relations, safeguards, approvals, events }: DisclosedCase, terminal: Terminal): void {
  terminal.line(`case        ${caseNumber}`);
  terminal.line(`shown to    ${organisation} (${role})${user === undefined ? '' : `, ${user}`}: ${standings[standing]}`);
  terminal.line(`relations   ${listed(relations)}`);
  terminal.line(`safeguards  ${listed(safeguards)}${safeguards.includes('under-14') ? `; approvals: ${listed(approvals)}` : ''}`);
  for (const { stream, revision, name, occurredAt, classes } of events) {
    terminal.line(`\n${stream.startsWith('case-') ? '' : `${stream} `}${revision}  ${name}  ${occurredAt}`);
    for (const { dataClass, level, because } of classes) terminal.line(`  ${dataClass.padEnd(20)}${level.padEnd(9)}${because}`);
  }
}

export const disclose: Command = {
  summary: 'what one organisation would see of a case, and why; opens nothing',
  help: `guitu disclose --as ORGANISATION --case CASE [--user USER] [--json]

Shows for every event of the case and every class of data in it how much of it ORGANISATION would get, and which line of
the disclosure table says so. Nothing is opened: it is decided as for a request, and only the decision is shown.
ORGANISATION is an id of the organisation register; CASE is the id of the case or its number (个案编号).
  full      all of it
  masked    names and numbers cut to what tells one person from another; of the record, places and agencies
  summary   what the duty needs, without free text
  none      nothing
--user  the worker who looks. Of a person under 14 it decides whether anything is seen.`,
  options: { as: { type: 'string' }, case: { type: 'string' }, user: { type: 'string' } },
  words: [0, 0],
  run: async (typed, terminal) => {
    const [as, asked, user] = [typed.text('as'), typed.text('case'), typed.text('user')];
    if (as === undefined) throw new CommandError(exit.usage, '--as is missing: which organisation looks. See --help.');
    if (asked === undefined) throw new CommandError(exit.usage, '--case is missing: at what it looks. See --help.');
    const answer = await askHub<DisclosedCase>('disclose', { as, case: asked, ...(user === undefined ? {} : { user }) }, terminal);
    if (typed.flag('json')) terminal.json(answer);
    else show(answer, terminal);
    return exit.done;
  },
};
