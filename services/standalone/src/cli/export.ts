import { performExport } from './export-lines.js';
import type { Command } from './command.js';
import { CommandError, exit } from './exit.js';

export const exportCases: Command = {
  summary: 'every case that one organisation may see, as lines of JSON',
  help: `guitu export --as ORGANISATION [--credentials FILE] [--out FILE [--resume]] [--after CURSOR]
             [--user USER] [--issuer URL] [--url URL]

Asks the public interfaces with the organisation's own credentials and writes what they answer, one JSON object to a line:
  {"kind":"case","caseId":...,"case":{...}}    for an auditor the whole history, for an agency its view of the case
  {"kind":"page","next":CURSOR}                everything before is whole; CURSOR is where to go on
  {"kind":"end","complete":true,"cases":N}     the last line. Without it, or with "complete":false, the export is not whole

While the list of cases is still being built, as after a restore, nothing is exported: exit 3, try again later.

The secret comes from GUITU_CLIENT_SECRET (and the client from GUITU_CLIENT_ID, else it is ORGANISATION), or from a file
{"clientId":...,"clientSecret":...} that its owner alone may read.
--resume       go on behind the last whole page of FILE
--after        go on behind a page of an export to standard output
--user         the human who exports. Of people under 14 only what this human is approved for is in the export
--issuer --url addresses of the issuer and of the organisation's service; those of the hub on this machine when absent`,
  options: { as: { type: 'string' }, credentials: { type: 'string' }, out: { type: 'string' }, resume: { type: 'boolean' }, after: { type: 'string' }, user: { type: 'string' }, issuer: { type: 'string' }, url: { type: 'string' } },
  words: [0, 0],
  run: async (typed, terminal) => {
    const organisation = typed.text('as');
    if (typed.flag('json')) throw new CommandError(exit.usage, 'An export is lines of JSON always; it takes no --json.');
    if (organisation === undefined) throw new CommandError(exit.usage, '--as is missing: whose export it is. See --help.');
    if (typed.flag('resume') && typed.text('out') === undefined) throw new CommandError(exit.usage, '--resume needs --out: the file to go on with.');
    if (typed.flag('resume') && typed.text('after') !== undefined) throw new CommandError(exit.usage, 'Name --resume or --after, not both.');
    return performExport(
      { organisation, credentials: typed.text('credentials'), out: typed.text('out'), resume: typed.flag('resume'), after: typed.text('after'), user: typed.text('user'), issuer: typed.text('issuer'), url: typed.text('url') },
      terminal,
    );
  },
};
