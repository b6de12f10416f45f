import { disclosureTable } from '@guitu/vault';
import type { Grant } from '@guitu/vault';

/** The disclosure table has a line too many: those read diagnoses to whom none may be shown. */
(disclosureTable as Grant[]).push({ roles: ['police', 'elder-care', 'civil-affairs'], relations: ['opener', 'custodian', 'receiver', 'participant'], purposes: ['case-work'], see: { health: 'full' }, because: 'a mistake' });
