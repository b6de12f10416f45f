import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@guitu/client';
import { commandDefinition, definitionOf } from '@guitu/contracts';

/** Words of a code set are no secret, and short codes prove nothing where they are found; a name, a number of a paper and every free text are long or Chinese. */
const telling = (text: string): boolean => /[^\u0000-\u007f]/u.test(text) || (/\d/u.test(text) && text.length >= 8);

function stringsIn(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (telling(text(value))) found.add(text(value));
  } else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) stringsIn(member, found);
}
const text = (value: string): string => value.trim();

/** Adds every name, number and free text of a command's body: the strings of all fields that the contract does not class as `record`. */
export function noteSecrets(command: string, body: object, found: Set<string>): void {
  const { fields } = definitionOf(commandDefinition(command).event);
  for (const [name, value] of Object.entries(body)) {
    const field = fields[name];
    if (field !== undefined && field.dataClass !== 'record') stringsIn(value, found);
  }
}

/** The client, of which each command's body is told before it is sent. */
export const noting = (client: Client, sent: (command: string, body: object) => void): Client => ({
  ...client,
  command: (service, name, options) => {
    sent(name, options.body);
    return client.command(service, name, options);
  },
});

/** Base64 of the text wherever it may begin in a longer text: three ways, without the ends that depend on the neighbours. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/u, '');
    return whole.slice(shift === 0 ? 0 : shift + 1, (bytes.length + shift) % 3 === 0 ? undefined : -1);
  });
}

/** The ways in which a careless program could have written a text down, as Latin-1 strings of the bytes. */
export function tracesOf(secret: string): readonly string[] {
  const utf8 = Buffer.from(secret, 'utf8');
  const utf16 = Buffer.from(secret, 'utf16le');
  const escaped = [...Array(secret.length).keys()].map((at) => `\\u${secret.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const base64 = [...base64Forms(utf8), ...base64Forms(utf16)].filter((form) => form.length >= 4);
  return [utf8.toString('latin1'), utf16.toString('latin1'), Buffer.from(utf16).swap16().toString('latin1'), escaped, utf8.toString('hex'), ...base64, ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

async function filesUnder(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  return entries.filter((found) => found.isFile()).map((found) => join(found.parentPath, found.name));
}

/** Files of the directory, all or those that are wanted, by name, as Latin-1 strings of their bytes. */
export async function readAll(directory: string, wanted: (file: string) => boolean = () => true): Promise<ReadonlyMap<string, string>> {
  const files = (await filesUnder(directory)).filter(wanted);
  return new Map(await Promise.all(files.map(async (file) => [file, (await readFile(file)).toString('latin1')] as const)));
}

const at = (text: string, place: number): number => (text.charCodeAt(place) << 16) | (text.charCodeAt(place + 1) << 8) | text.charCodeAt(place + 2);

/** Says of most texts at once that they are not in the content: one of their runs of three bytes is nowhere in it. */
function mayContain(content: string): (trace: string) => boolean {
  const seen = new Uint8Array(2 ** 24);
  for (let place = 0; place + 2 < content.length; place += 1) seen[at(content, place)] = 1;
  return (trace) => {
    for (let place = 0; place + 2 < trace.length; place += 1) if (seen[at(trace, place)] === 0) return false;
    return true;
  };
}

/** Every secret that stands readable in a file, with the file. */
export function findTraces(files: ReadonlyMap<string, string>, secrets: Iterable<string>): readonly string[] {
  const traces = [...secrets].map((secret) => ({ secret, forms: tracesOf(secret) }));
  return [...files].filter(([, content]) => content !== '').flatMap(([file, content]) => {
    const possible = mayContain(content);
    return traces.filter(({ forms }) => forms.some((form) => possible(form) && content.includes(form))).map(({ secret }) => `${secret} in ${file}`);
  });
}
