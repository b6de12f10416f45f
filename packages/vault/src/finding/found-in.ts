import type { IndexQuery, Vault } from '../port.js';
import { findPage } from '../port.js';

/** All persons that are found, a page at a time, so that a name that many bear holds nobody up. Rejects as `find` does. */
export async function* foundIn(vault: Pick<Vault, 'find'>, query: IndexQuery): AsyncGenerator<readonly string[], void> {
  for (let after: string | undefined; ; ) {
    const page = await vault.find({ ...query, after });
    yield page;
    after = page.at(-1);
    if (page.length < findPage) return;
  }
}
