import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/** How a service is bought. Source: seed S0-06, domain notes 6.14. */
export const contractMode = codeSet(
  { zh: '购买服务方式', en: 'Contract mode', source: 'seed S0-06, domain 6.14', evidence: 'seed' },
  {
    commission: { zh: '项目委托', en: 'commission' },
    cooperation: { zh: '项目合作', en: 'cooperation' },
    participation: { zh: '项目参与', en: 'participation' },
  },
);
export type ContractMode = CodeOf<typeof contractMode>;

/** What the partner gets. In kind = premises, water, power (seed S1-08). */
export const contractConsideration = codeSet(
  { zh: '对价', en: 'Consideration', source: 'seed S1-08, domain 6.14', evidence: 'seed' },
  {
    cash: { zh: '资金', en: 'cash' },
    'in-kind': { zh: '实物', en: 'in kind' },
  },
);
export type ContractConsideration = CodeOf<typeof contractConsideration>;
