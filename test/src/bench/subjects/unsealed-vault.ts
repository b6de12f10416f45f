import { createHash } from 'node:crypto';
import type { JsonValue, LocalVault, Opened, Sealed, openVault } from '@guitu/vault';

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

const nothing = (): Promise<void> => Promise.resolve();

/** What a hub without sealing would do: no keys, no index, everything in plain text and for everybody. For benches, to show what sealing costs. */
export const openUnsealedVault: typeof openVault = () =>
  Promise.resolve({
    seal: (items: Parameters<LocalVault['seal']>[0]) => Promise.resolve(items.map(({ value }) => written(value))),
    open: (items: Parameters<LocalVault['open']>[0]) => Promise.resolve(items.map(({ sealed }) => read(sealed.ct))),
    fingerprint: (_personId: string, body: unknown) => Promise.resolve(createHash('sha256').update(JSON.stringify(body)).digest('base64url')),
    index: nothing, find: () => Promise.resolve([]), looks: () => Promise.resolve({ looks: [] }), destroy: nothing, probe: nothing, close: nothing,
  } as unknown as LocalVault);
