import type { Agency } from '@guitu/agency-kit';

/** Civil affairs (民政部门): the office of origin takes people back, the supervising office approves, decides and resolves; one service, by level. */
export const civilAffairs: Agency = {
  role: 'civil-affairs',
  title: { zh: '民政部门', en: 'Civil affairs' },
  commands: [
    'return-requested', 'return-accepted', 'return-declined', 'returned', 'follow-up-visited',
    'identity-check-requested', 'identity-check-answered', 'identity-claimed', 'companions-linked',
    'placement-approved', 'settlement-decided', 'escalation-resolved', 'guardianship-started', 'guardianship-ended',
    'protection-set', 'worker-assigned', 'access-reviewed', 'escort-departed', 'escort-ended',
  ],
};
