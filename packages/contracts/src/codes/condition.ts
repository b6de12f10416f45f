import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Main health category for the monthly return. Source: Henan form group 3 (P51), domain notes 6.5.
 * The form counts each person once; people overlap, so flags are stored beside this one. `zh` is the respectful label
 * for screens; `form` is the form's own wording, for export only.
 */
export const condition = codeSet(
  { zh: '身体状况', en: 'Condition category', source: 'Henan form group 3 (P51), domain 6.5', evidence: 'local' },
  {
    '3.1': { zh: '健康', en: 'healthy', form: '健康' },
    '3.2': { zh: '危重病人', en: 'critically ill', form: '危重病人' },
    '3.3': { zh: '精神障碍', en: 'mental illness', form: '精神病人' },
    '3.4': { zh: '智力障碍/认知障碍', en: 'intellectual disability or dementia', form: '痴呆傻' },
    '3.5': { zh: '肢体残疾', en: 'limb disability', form: '肢体残疾' },
  },
);
export type Condition = CodeOf<typeof condition>;
