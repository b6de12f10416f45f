import type { Chance } from '../support/seed.js';
import { chanceOf } from '../support/seed.js';
import { Agencies } from './agencies/agencies.js';
import { Site } from './hub/site.js';

export interface OnSite {
  readonly site: Site;
  readonly agencies: Agencies;
  readonly chance: Chance;
}

/** A data directory and agencies that write to whatever hub runs on it, for one test; both are closed after it. The seed is announced by what the test is about. */
export async function onSite(about: string, work: (on: OnSite) => Promise<void>, options: { readonly twice?: boolean } = {}): Promise<void> {
  const chance = chanceOf(about);
  const site = await Site.open();
  const agencies = new Agencies({ site, chance, ...options });
  try {
    await work({ site, agencies, chance });
  } finally {
    await agencies.close();
    await site.close();
  }
}
