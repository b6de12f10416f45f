import { Problem } from '@guitu/service-kit';
import type { Against } from '../against.js';

type Words = readonly [zh: string, en: string, fixZh: string, fixEn: string];

const table = {
  'case-open': ['有未结个案', 'One of the cases is open', '救助仍在进行，个案须能记录；请结案后再办理。', 'Help goes on and must stay recordable; wait for the close.'],
  'statutory-term': ['档案保存期限未满', 'The file must be kept for a term that runs', '请改为限制处理；期满后再删除。', 'Restrict the processing instead, and erase when the term is over.'],
  'retention-class': ['该类档案永久保存', 'Files of this class are kept for ever', '请改为限制处理。', 'Restrict the processing instead.'],
  'not-restricted': ['处理未受限制', 'None of these cases is restricted', '无需解除。', 'There is nothing to lift.'],
  'same-user': ['须由另一人批准', 'Another human must approve it', '请由提出人以外的人、以另一客户端或载明人员的令牌批准。', 'Let somebody else approve it, by another client or by a token that names the user.'],
  'persons-changed': ['关联人员已变化', 'Other persons are linked now than were proposed', '请以此理由不予办理，并重新提出。', 'Refuse it for this reason, and propose it anew.'],
  'until-over': ['限制的期限已过', 'Its last day is over', '请不予办理，并以今后的日期重新提出。', 'Refuse it, and propose it anew with a later day.'],
  'already-decided': ['已作出决定', 'It is decided already', '请重新查看。', 'Look at it again.'],
} as const satisfies Record<string, Words>;

export type MatterRefusal = keyof typeof table;

export function refusal(code: MatterRefusal): Problem {
  const [zh, en, fixZh, fixEn] = table[code];
  return Problem.refused({ code, zh, en, fix: { zh: fixZh, en: fixEn } });
}

/** The first of what stands against it; the matter itself lists them all. */
export function refuseAgainst([first]: readonly Against[]): void {
  if (first !== undefined) throw refusal(first.code);
}
