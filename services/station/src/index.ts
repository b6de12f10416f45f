import type { Agency } from '@guitu/agency-kit';

/** Rescue station (救助管理站): receive, decide, shelter, find out who somebody is, and bring them home. */
export const station: Agency = {
  role: 'station',
  title: { zh: '救助管理站', en: 'Rescue station' },
  commands: [
    'found', 'help-requested', 'help-declined', 'companions-linked',
    'eligibility-decided', 'admitted', 'sheltered', 'admission-refused', 'stay-extended',
    'quick-query-run', 'tracing-notice-published', 'tracing-notice-withdrawn', 'identity-check-requested', 'dna-requested',
    'identity-established', 'identity-withdrawn', 'identity-claimed', 'linked', 'unlinked',
    'placement-requested', 'placement-started', 'placement-ended', 'settlement-applied', 'settled',
    'ticket-issued', 'rescue-terminated', 'return-requested', 'relay-requested', 'escort-departed', 'escort-ended', 'exit-completed',
    'return-accepted', 'return-declined', 'protection-set', 'protection-lifted', 'worker-assigned', 'follow-up-visited',
  ],
};
