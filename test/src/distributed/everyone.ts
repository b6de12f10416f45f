import { readFileSync } from 'node:fs';
import { registerSchema } from '@guitu/contracts';
import type { RegisterData } from '@guitu/contracts';
import { register as returns } from '../reports/shangjie-2016-08.js';
import { register as walks } from '../support/register.js';

export const sample: RegisterData = registerSchema.parse(JSON.parse(readFileSync(new URL('../../../infra/sample/organisations.json', import.meta.url), 'utf8')));

/**
 * The organisations of the walks, of the monthly return and of the sample, so that one hub can be told all of it. An id that stands in two of them is one organisation.
 * The walks come first, because of two offices of one division the first is the nearest to its stations.
 */
export const everyone: RegisterData = {
  organisations: [...new Map([walks, returns, sample].flatMap(({ organisations }) => organisations).toReversed().map((one) => [one.id, one])).values()].toReversed(),
  contracts: [walks, returns, sample].flatMap(({ contracts }) => contracts),
};
