import type { AnyEvent } from '@guitu/contracts';
import { openAll } from '@guitu/vault';
import type { Answer, Vault } from '@guitu/vault';
import type { Look } from './look.js';
import { sealedItems, vaultCaller } from './look.js';

/**
 * Has it on record that the viewer is told whose case this is, though nothing is shown: whoever finds a case by a name knows the name. The newest identity part among the events is
 * opened for that, so the vault decides as for any other look; its content goes nowhere. False where the vault opens nothing for this look. Rejects with a `VaultError`.
 */
export async function toldWhose(vault: Pick<Vault, 'open'>, events: readonly AnyEvent[], look: Look, answer: Answer): Promise<boolean> {
  const newest = events.flatMap((event) => sealedItems(event, look)).findLast(({ dataClass }) => dataClass === 'identity');
  if (newest === undefined) return false;
  const [opened] = await openAll(vault, [newest], { ...vaultCaller(look), answer });
  return opened?.ok === true;
}
