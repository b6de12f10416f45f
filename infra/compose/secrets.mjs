import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `node infra/compose/secrets.mjs DIRECTORY` makes what docker-compose.yml mounts: a secret for each service that asks the vault, and the issuer's
 * `clients.json`, which knows them by their hashes. Run again it keeps the secrets that are there and leaves other clients of the file alone.
 */
const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('guitu: name the directory: node infra/compose/secrets.mjs DIRECTORY');
  process.exit(1);
}
const services = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit', 'data-protection'];

// Whoever may enter the directory may read what is in it. In a container a file keeps its mode, and its reader is another user.
mkdirSync(directory, { recursive: true, mode: 0o700 });

function secretOf(id) {
  const file = join(directory, id);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o444 });
  return readFileSync(file, 'utf8').trim();
}

const own = services.map((service) => ({
  id: `service-${service}`,
  secretHash: createHash('sha256').update(secretOf(`service-${service}`)).digest('base64url'),
  organisation: 'hub',
  role: service,
  division: '100000',
  service,
  audiences: ['guitu-vault'],
}));
const file = join(directory, 'clients.json');
const others = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).clients.filter(({ id }) => own.every((one) => one.id !== id)) : [];
writeFileSync(file, `${JSON.stringify({ clients: [...own, ...others] }, null, 2)}\n`, { mode: 0o644 });
