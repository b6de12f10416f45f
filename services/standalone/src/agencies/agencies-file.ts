import { readFileSync } from 'node:fs';
import { organisationEntry } from '@guitu/contracts';
import { StartError } from '@guitu/service-kit';
import { z } from 'zod';
import { replaceFile } from '../replace-file.js';
import { clientSchema } from '@guitu/issuer';

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
  /** An office has joined, and the worklists have not been rebuilt for it yet. */
  worklistsDue: z.literal(true).optional(),
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

/** On disk when it returns. */
export const writeAgencies = (file: string, agencies: Agencies): void => replaceFile(file, `${JSON.stringify(agencies, undefined, 2)}\n`);
