/** What all five agencies do the same way (protocol section 4). */
export const sharedCommands: readonly string[] = [
  'referral-sent', 'referral-received', 'referral-accepted', 'referral-declined', 'referral-redirected', 'referral-withdrawn', 'referral-lapsed',
  'handover-offered', 'handed-over', 'handover-disputed', 'handover-withdrawn', 'handover-confirmed', 'difference-settled',
  'corrected', 'void-proposed', 'voided',
  'death-recorded', 'self-leave-declared', 'left-without-formalities', 'collected', 'police-reported',
  'belongings-registered', 'belongings-settled',
  'escalation-raised', 'condition-assessed', 'kin-contacted', 'duplicate-accepted', 'duplicate-declared', 'note-added', 'access-approved', 'access-broken-glass', 'case-closed',
];
