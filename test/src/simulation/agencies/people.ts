import { child, freeAdult, impairedAdult, wheelchair } from '@guitu/referral/testing';
import type { Whom } from '@guitu/referral/testing';
import type { Chance } from '../../support/seed.js';

const named = ({ person, signs }: Whom, name: string, idNumber: string): Whom => ({ person: { ...person, name, idNumber }, signs });

/** People with names and numbers, so that there is something to seal and to find again. */
export const people: readonly Whom[] = [
  named(freeAdult, '高原', '610302197001011234'),
  named(freeAdult, '林河', '430703197504171014'),
  named(impairedAdult, '石溪', '430702196512030021'),
  named(child, '叶子', '430281200403052228'),
  named(wheelchair, '周山', '610326195002110019'),
];
export const anybody = (chance: Chance): Whom => chance.pick(people);
