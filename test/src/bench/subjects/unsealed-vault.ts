import { createHash } from 'node:crypto';
import type { JsonValue, LocalVault, Opened, Sealed, openVault } from '@guitu/vault';
import { openUnrecordedVault } from '@guitu/vault/testing';

const STEP = 64;
const TAG = 16;
const NONCE = Buffer.alloc(12).toString('base64url');

/** As long as a sealed blob, so that the log has as many bytes. */
function written(value: JsonValue): Sealed {
  const text = Buffer.from(JSON.stringify(value));
  const ct = Buffer.alloc(Math.ceil((text.length + 1) / STEP) * STEP + TAG);
  text.copy(ct);
  return { v: 1, alg: 'A256GCM', kid: 'p.unsealed0000', nonce: NONCE, ct: ct.toString('base64url') };
}

function read(ct: string): Opened {
  const text = Buffer.from(ct, 'base64url').toString('utf8');
  return { ok: true, level: 'full', value: JSON.parse(text.slice(0, text.indexOf('\u0000'))) as JsonValue };
}

/** What a hub without sealing would do: no keys, no index, everything in plain text and for everybody, and no record of who looked. For benches, to show what sealing costs. */
export const openUnsealedVault: typeof openVault = async (options) => {
  const plain: Pick<LocalVault, 'seal' | 'open' | 'fingerprint' | 'index' | 'find'> = {
    seal: (items) => Promise.resolve(items.map(({ value }) => written(value))),
    open: (items) => Promise.resolve(items.map(({ sealed }) => read(sealed.ct))),
    fingerprint: (_personId, body) => Promise.resolve(createHash('sha256').update(JSON.stringify(body)).digest('base64url')),
    index: () => Promise.resolve(),
    find: () => Promise.resolve([]),
  };
  return Object.assign(await openUnrecordedVault(options), plain);
};
