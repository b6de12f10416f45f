import type { AnyEvent, SealedClass } from '@guitu/contracts';
import { openAll } from '@guitu/vault';
import type { Answer, JsonValue, OpenItem, Vault, Withheld } from '@guitu/vault';
import type { Look } from './look.js';
import { sealedItems, vaultCaller } from './look.js';

/** What of one event was opened, by class and cut to its level, and which classes were not, and why. */
export interface Disclosed {
  readonly opened: Partial<Record<SealedClass, { readonly level: string; readonly value: JsonValue }>>;
  readonly withheld: Partial<Record<SealedClass, Withheld | 'erased' | 'corrupt' | 'unknown-key'>>;
}

/**
 * The one way in which sealed data leaves the hub: opens what the disclosure table lets this look see, all events in one call. Nothing is decided here: what the viewer is to the case
 * and what protects the person go to the vault, which decides by the table before it opens anything, and has on record who looked before it answers. Rejects with a `VaultError`.
 */
export async function discloseEvents(vault: Pick<Vault, 'open'>, events: readonly AnyEvent[], look: Look, answer: Answer): Promise<readonly Disclosed[]> {
  const wanted = events.map((event) => sealedItems(event, look));
  const answers = await openAll(vault, wanted.flat(), { ...vaultCaller(look), answer });
  let next = 0;
  return wanted.map((items: readonly OpenItem[]) => {
    const disclosed: { opened: Record<string, { level: string; value: JsonValue }>; withheld: Record<string, string> } = { opened: {}, withheld: {} };
    for (const { dataClass } of items) {
      const answer = answers[next];
      next += 1;
      if (answer?.ok === true) disclosed.opened[dataClass] = { level: answer.level, value: answer.value };
      else disclosed.withheld[dataClass] = answer?.reason ?? 'not-disclosed';
    }
    return disclosed as Disclosed;
  });
}
