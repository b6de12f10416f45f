import type { Organisation } from '@guitu/contracts';
import { askHub } from './ask-hub.js';
import type { Command, Typed } from './command.js';
import { CommandError, exit } from './exit.js';
import type { Exit } from './exit.js';
import type { Terminal } from './terminal.js';

interface Admitted {
  readonly organisation: Organisation | string;
  /** Of the new secret. */
  readonly client?: string;
  /** Those that the organisation had already. */
  readonly clients?: readonly string[];
  readonly secret?: string;
  readonly formerUntil?: string;
}
interface Listed {
  readonly agencies: readonly (Organisation & { readonly clients: readonly string[]; readonly disabled?: { readonly at: string; readonly by: string } })[];
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `90s`, `15m`, `24h`, `7d` in seconds. */
function secondsOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/u.exec(text) ?? [];
  if (count === undefined) throw new CommandError(exit.usage, '--grace takes a number and a unit: 90s, 15m, 24h or 7d.');
  return Number(count) * (units[unit] ?? 1);
}

/** What each verb takes beside `--json`. Whoever names one client of an organisation does not mean all of it. */
const takes: Readonly<Record<string, readonly string[]>> = { add: ['kind', 'name', 'division', 'supervisor', 'audience'], rotate: ['client', 'grace'], disable: [], enable: [], list: [] };

function needed(typed: Typed, name: string): string {
  const value = typed.text(name);
  if (value === undefined) throw new CommandError(exit.usage, `--${name} is missing. See --help.`);
  return value;
}

function show(answer: Admitted, typed: Typed, terminal: Terminal): void {
  if (typed.flag('json')) return terminal.json(answer);
  for (const client of answer.clients ?? [answer.client]) terminal.line(`client  ${client ?? ''}`);
  if (answer.secret !== undefined) terminal.line(`secret  ${answer.secret}\nIt is shown this once, and kept nowhere.`);
  if (answer.formerUntil !== undefined) terminal.line(`The secret before works until ${answer.formerUntil}.`);
}

async function list(typed: Typed, terminal: Terminal): Promise<Exit> {
  const answer = await askHub<Listed>('agency-list', {}, terminal);
  if (typed.flag('json')) terminal.json(answer);
  else for (const { id, role, name, division, clients, disabled } of answer.agencies) terminal.line(`${id}  ${role}  ${name}  ${division}  ${clients.length === 0 ? 'no client' : clients.join(' ')}${disabled === undefined ? '' : `  DISABLED ${disabled.at} by ${disabled.by}`}`);
  return exit.done;
}

export const agency: Command = {
  summary: 'agencies of a running hub: add, rotate, disable, enable, list',
  help: `guitu agency add ID --kind KIND --name NAME --division CODE [--supervisor] [--audience AUD]...
guitu agency rotate ID [--client CLIENT] [--grace 15m]
guitu agency disable ID
guitu agency enable ID
guitu agency list [--json]

add      registers an organisation and its client, and shows the client's secret once. Sent again it changes nothing.
         ID is two to 63 lower-case letters, digits and dashes, the first of them a letter; CODE of GB/T 2260 (行政区划代码)
         KIND is police, hospital, station, elder-care, civil-affairs, audit or data-protection
         --supervisor: its client may close what a supervisor must approve. AUD is a service that it may ask, such as
         guitu-station; those that its kind usually asks when absent
rotate   gives the client a new secret. The one before ends at once, with its tokens, or after --grace
         (90s, 15m, 24h, 7d; 30d at most). CLIENT where the organisation has several
disable  no new tokens, and those that are out are refused at once. Its cases stay; what it has in hand is told
enable   lets it in again

Care contracts stand in the file of GUITU_ORGANISATIONS and take a restart.`,
  options: {
    kind: { type: 'string' }, name: { type: 'string' }, division: { type: 'string' }, supervisor: { type: 'boolean' }, audience: { type: 'string', multiple: true },
    client: { type: 'string' }, grace: { type: 'string' },
  },
  words: [1, 2],
  run: async (typed, terminal) => {
    const [verb = '', id] = typed.words;
    const taken = Object.hasOwn(takes, verb) ? takes[verb] : undefined;
    if (taken === undefined) throw new CommandError(exit.usage, `There is no "agency ${verb}". Known: ${Object.keys(takes).join(', ')}.`);
    const other = typed.names.find((name) => name !== 'json' && !taken.includes(name));
    if (other !== undefined) throw new CommandError(exit.usage, `"agency ${verb}" takes no --${other}. See --help.`);
    if (verb === 'list' && id !== undefined) throw new CommandError(exit.usage, `"agency list" takes no "${id}". See --help.`);
    if (verb === 'list') return list(typed, terminal);
    if (id === undefined) throw new CommandError(exit.usage, `Name the organisation: guitu agency ${verb} ID.`);
    if (verb === 'add') {
      const order = { id, role: needed(typed, 'kind'), name: needed(typed, 'name'), division: needed(typed, 'division'), scopes: typed.flag('supervisor') ? ['supervisor'] : [], audiences: typed.list('audience') };
      show(await askHub<Admitted>('agency-add', order, terminal), typed, terminal);
      return exit.done;
    }
    if (verb === 'rotate') {
      const [client, grace] = [typed.text('client'), typed.text('grace')];
      show(await askHub<Admitted>('agency-rotate', { id, graceSeconds: grace === undefined ? 0 : secondsOf(grace), ...(client === undefined ? {} : { client }) }, terminal), typed, terminal);
      return exit.done;
    }
    const answer = await askHub<{ readonly organisation: string; readonly cases?: readonly string[] }>(`agency-${verb}`, { id }, terminal);
    if (typed.flag('json')) terminal.json(answer);
    else for (const number of answer.cases ?? []) terminal.line(`in its custody: case ${number}`);
    if (!typed.flag('json')) terminal.line(verb === 'disable' ? `${id} gets no tokens, and none of its tokens is taken.` : `${id} is let in again.`);
    return exit.done;
  },
};
