import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Special groups, an overlay: a person can be in several or none. Source: Henan form group 7 (P51), domain notes 6.10.
 * Not the *special person* of the protocol, who may not leave alone.
 */
export const specialGroup = codeSet(
  { zh: '特殊人员', en: 'Special group', source: 'Henan form group 7 (P51), domain 6.10', evidence: 'local' },
  {
    '7.1': { zh: '打拐解救', en: 'rescued from trafficking' },
    '7.2': { zh: '家庭暴力受害人', en: 'victim of domestic violence' },
    '7.3': { zh: '服刑人员子女', en: 'child of a prisoner' },
    '7.4': { zh: '留守儿童', en: 'left-behind child' },
    '7.5': { zh: '港澳台居民', en: 'resident of Hong Kong, Macao or Taiwan' },
    '7.6': { zh: '外国人', en: 'foreigner' },
  },
);
export type SpecialGroup = CodeOf<typeof specialGroup>;
