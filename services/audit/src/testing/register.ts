import { registerSchema } from '@guitu/contracts';
import type { Actor, Role } from '@guitu/contracts';
import { createRegister } from '@guitu/referral';

const organisation = (id: string, role: Role, division: string, name: string) => ({ id, role, division, name });

/** A small world: Baoji's agencies, a second station in Changde, an office of origin. */
export const registerData = registerSchema.parse({
  organisations: [
    organisation('baoji-police', 'police', '610302', '渭滨公安'),
    organisation('baoji-hospital', 'hospital', '610302', '宝鸡医院'),
    organisation('baoji-station', 'station', '610300', '宝鸡站'),
    organisation('baoji-care', 'elder-care', '610302', '宝鸡托养'),
    organisation('baoji-bureau', 'civil-affairs', '610300', '宝鸡民政'),
    organisation('changde-station', 'station', '430700', '常德站'),
    organisation('changde-bureau', 'civil-affairs', '430700', '常德民政'),
    organisation('qishan-office', 'civil-affairs', '610323', '岐山民政'),
    organisation('audit-office', 'audit', '610000', '审计'),
  ],
});
export const register = createRegister(registerData);

export function actorOf(id: string): Actor {
  const known = register.get(id);
  if (known === undefined) throw new RangeError(`no organisation ${id} in the small world`);
  return { organisation: id, role: known.role, division: known.division, user: `${id} clerk` };
}
