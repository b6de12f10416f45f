import { VaultError } from './vault-error.js';

// A body deeper than this is no body of ours; without a limit a hostile one could exhaust the stack.
const maxDepth = 64;

/**
 * JSON text that is equal for equal values: members sorted by UTF-16 code units, no white space, as in RFC 8785.
 * Members that are undefined are left out, as JSON does. Throws `invalid-value` for anything that a parsed body cannot hold.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > maxDepth) throw new VaultError('invalid-value', `a body may be nested ${maxDepth} levels deep`);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || (typeof value === 'number' && Number.isFinite(value))) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => write(item, depth + 1)).join(',')}]`;
  if (!isPlainObject(value)) throw new VaultError('invalid-value', 'a body may hold only what JSON can say');
  let members = '';
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${write(member, depth + 1)}`;
  }
  return `{${members}}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]';
}
