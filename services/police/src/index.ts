import type { Agency } from '@guitu/agency-kit';

/** Police (公安机关): find people, bring them to a hospital or a station, say who they are. */
export const police: Agency = {
  role: 'police',
  title: { zh: '公安机关', en: 'Police' },
  commands: [
    'found', 'help-requested', 'help-declined', 'companions-linked',
    'identity-check-answered', 'dna-collected', 'dna-result-returned', 'identity-claimed',
    'protection-set', 'death-certified', 'escort-departed', 'escort-ended',
  ],
};
