import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { StartError } from '@guitu/service-kit';
import { z } from 'zod';

const roles = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit', 'data-protection', 'hub'] as const;
const word = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/u;

/** A client that may ask for tokens. The secret itself is nowhere: it is random and long (at least 128 bits), so one SHA-256 is enough. */
export const clientSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u),
  /** SHA-256 of the secret, base64url. */
  secretHash: z.string().regex(/^[\w-]{43}$/u),
  organisation: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/u),
  role: z.enum(roles),
  division: z.string().regex(/^\d{6}$/u),
  scopes: z.array(z.string().regex(word)).default([]),
  audiences: z.array(z.string().regex(word)).min(1),
  /** For a client that is a service of this hub, under the role for which it acts. */
  service: z.string().regex(/^[a-z][a-z-]{1,30}$/u).optional(),
  /** For a client that stands for one human. */
  user: z.string().min(1).max(100).optional(),
});
/** `generation`: which of its secrets this is, where it has had more than one. */
export type Client = z.output<typeof clientSchema> & { readonly generation?: number };
const fileSchema = z.strictObject({ clients: z.array(clientSchema) });

export interface ClientRegister {
  /** The client, if the secret is its own. Takes as long for a client that does not exist. */
  authenticate(id: string, secret: string): Client | undefined;
}

export const digestSecret = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();
export const hashSecret = (secret: string): string => digestSecret(secret).toString('base64url');

export function createClientRegister(clients: readonly Client[]): ClientRegister {
  const known = new Map(clients.map((client) => [client.id, { client, hash: Buffer.from(client.secretHash, 'base64url') }]));
  if (known.size < clients.length) throw new StartError('Two clients of the issuer have the same id. Remove one of them.');
  const nobody = Buffer.alloc(32);
  return {
    authenticate(id, secret) {
      const entry = known.get(id);
      const same = timingSafeEqual(digestSecret(secret), entry?.hash ?? nobody);
      return same ? entry?.client : undefined;
    },
  };
}

/** Clients of a file (`{"clients": [...]}`); none where there is no file. Throws `StartError`. */
export async function readClients(file: string): Promise<readonly Client[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new StartError(`The client file ${file} cannot be read. Give the user of this process the right to read it.`, { cause });
  }
  try {
    return fileSchema.parse(JSON.parse(text)).clients;
  } catch (cause) {
    const where = cause instanceof z.ZodError ? ` at ${cause.issues[0]?.path.join('.') ?? ''}` : '';
    throw new StartError(`The client file ${file} is not valid${where}. Correct it; it is JSON: {"clients": [{"id", "secretHash", "organisation", "role", "division", "scopes", "audiences"}]}.`, { cause });
  }
}
