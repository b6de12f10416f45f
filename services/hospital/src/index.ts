import type { Agency } from '@guitu/agency-kit';

/** Designated hospital (定点医疗机构): treat first, screen, and call the station to the bedside. It takes custody, never responsibility by handover. */
export const hospital: Agency = {
  role: 'hospital',
  title: { zh: '定点医疗机构', en: 'Hospital' },
  commands: [
    'found', 'help-declined', 'companions-linked',
    'medically-screened', 'hospital-admitted', 'condition-stabilised', 'discharged', 'bedside-requested',
    'identity-check-requested', 'death-certified',
  ],
};
