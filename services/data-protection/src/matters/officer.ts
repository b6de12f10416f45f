import { Problem } from '@guitu/service-kit';
import type { Caller } from '@guitu/service-kit';
import type { Officer } from '@guitu/vault';

/** Who decides, for the ledger. Somebody must be named: 422 where nobody is. */
export function officerOf({ organisation, division, client, user, asserted }: Caller): Officer {
  if (user === undefined) throw Problem.header('Guitu-User', 'required', { zh: '请给出办理人姓名或工号；令牌已写明人员的不需要。', en: 'Name the human who decides; where the token names one, nothing is needed.' });
  return { organisation, division, client, user, asserted: asserted === true };
}
