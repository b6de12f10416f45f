import { disclosureTable } from '@guitu/vault';
import type { Grant } from '@guitu/vault';

/** The disclosure table has a line too many: a care partner reads diagnoses. */
(disclosureTable as Grant[]).push({ roles: ['elder-care'], relations: ['custodian', 'receiver'], purposes: ['case-work'], see: { health: 'full' }, because: 'a mistake' });
