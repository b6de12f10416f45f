import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { organisationEntry } from '@guitu/contracts';
import { StartError } from '@guitu/service-kit';
import { z } from 'zod';
import { clientSchema } from '../issuer/index.js';

const instant = z.iso.datetime();

/** A client that `guitu agency` made or took over. It stands in the place of one with the same id in `clients.json`. */
export const agencyClient = clientSchema.extend({
  /** Counts the secrets that it has had. Tokens carry it, so that those of an earlier secret can be told. */
  generation: z.int().min(1),
  /** The secret before, where it was given some time to end. */
  former: z.strictObject({ secretHash: clientSchema.shape.secretHash, until: instant }).optional(),
});
export type AgencyClient = z.output<typeof agencyClient>;

const agenciesSchema = z.strictObject({
  format: z.literal(1),
  /** Beside those of the installation's own register. */
  organisations: z.array(organisationEntry),
  clients: z.array(agencyClient),
  disabled: z.array(z.strictObject({ organisation: z.string(), at: instant, by: z.string() })),
});
export type Agencies = z.output<typeof agenciesSchema>;

export const noAgencies: Agencies = { format: 1, organisations: [], clients: [], disabled: [] };

/** What `guitu agency` has changed on this installation; nothing where there is no file. Throws `StartError`. */
export function readAgencies(file: string): Agencies {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return noAgencies;
    throw new StartError(`The agency file ${file} cannot be read. Give the user of this process the right to it.`, { cause });
  }
  try {
    return agenciesSchema.parse(JSON.parse(text));
  } catch (cause) {
    const where = cause instanceof z.ZodError ? ` at ${cause.issues[0]?.path.join('.') ?? ''}` : '';
    throw new StartError(`The agency file ${file} is not valid${where}. Restore it from a backup; guitu alone writes it.`, { cause });
  }
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. On disk when it returns. */
export function writeAgencies(file: string, agencies: Agencies): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(agencies, undefined, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const handle = openSync(dirname(file), 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
