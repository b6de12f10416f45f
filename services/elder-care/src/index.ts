import type { Agency } from '@guitu/agency-kit';
import { presenceRoute } from './presence/route.js';

/** Care partner (托养机构): looks after people whom a station placed, under a contract; the station stays responsible. */
export const elderCare: Agency = {
  role: 'elder-care',
  title: { zh: '托养机构', en: 'Elder-care partner' },
  commands: ['care-recorded'],
  routes: ({ worklist, register }) => [presenceRoute(worklist, register)],
};
