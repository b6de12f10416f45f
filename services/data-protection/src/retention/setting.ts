import { StartError, retentionSetting } from '@guitu/service-kit';
import type { Environment } from '@guitu/service-kit';
import { retentionClasses } from './schedule.js';
import type { RetentionTerms } from './terms.js';

/** The terms of the installation, from GUITU_RETENTION. Throws `StartError`. */
export function retentionTerms(environment: Environment): RetentionTerms {
  return Object.fromEntries(retentionSetting(environment).map(([name, term]) => {
    if (!retentionClasses.some((known) => known === name)) throw new StartError(`GUITU_RETENTION names a class of records that has no term: "${name}". Known: ${retentionClasses.join(', ')}.`);
    return [name, term === 'permanent' ? term : Number(term)];
  }));
}
