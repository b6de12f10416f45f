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

async function filesUnder(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  return entries.filter((found) => found.isFile()).map((found) => join(found.parentPath, found.name));
}

/** Bytes of the files of the directory, all or those that are wanted, by name. */
export async function readAll(directory: string, wanted: (file: string) => boolean = () => true): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = (await filesUnder(directory)).filter(wanted);
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file)] as const)));
}
