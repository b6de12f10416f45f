import type { Vault } from '@guitu/vault';

/** The vault of the hub that loads this: its class, so that what is done to it is done to every one. */
export async function vaultToSpoil(): Promise<Vault> {
  const { LocalVault } = (await import(new URL('../../../../packages/vault/dist/local-vault.js', import.meta.url).href)) as { readonly LocalVault: { readonly prototype: Vault } };
  return LocalVault.prototype;
}
