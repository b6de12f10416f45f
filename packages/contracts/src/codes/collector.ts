import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Who collected the person. Source: domain notes 6.7 (`D`, from 132号 P4 and the Henan form P51).
 * Kept because 接领 means two things: in the 2014 national rules kin collect; the Henan form keeps the word for the
 * origin's side. Either report is derived from this code; see `henanExitRow`.
 */
export const collector = codeSet(
  { zh: '接领人类别', en: 'Kind of collector', source: 'domain 6.7', evidence: 'own' },
  {
    kin: { zh: '亲属', en: 'kin' },
    unit: { zh: '所在单位', en: 'work unit' },
    'origin-station': { zh: '流出地救助管理机构', en: 'station of the place of origin' },
    'origin-civil-affairs': { zh: '流出地民政部门', en: 'civil affairs of the place of origin' },
  },
);
export type Collector = CodeOf<typeof collector>;
