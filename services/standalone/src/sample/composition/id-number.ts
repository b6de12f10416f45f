import { checkCharacter, division } from '@guitu/contracts';
import type { Random } from '../random.js';

/** Address codes that lost their county but live on in the numbers of whoever was registered there before (domain section 6.1). */
const formerCodes: Readonly<Record<string, string>> = { '610304': '610321', '430212': '430221' };

/**
 * The identity number of somebody who does not exist: address, birth date, sequence (odd for a man), check character (GB 11643). A few are odd, as on paper: of an
 * obsolete county, in the 15 digits of before 1999, or with a slip of the pen. None of it may ever block help.
 */
export function inventIdNumber(county: string, birthDate: string, isMale: boolean, random: Random): string {
  const former = formerCodes[county];
  const address = former !== undefined && birthDate < '1985' && random.chance(0.6) ? former : division(county) === undefined ? '610302' : county;
  const sequence = String(random.between(0, 499) * 2 + Number(isMale)).padStart(3, '0');
  const first17 = address + birthDate.replaceAll('-', '') + sequence;
  if (birthDate < '1975' && birthDate >= '1900' && random.chance(0.03)) return first17.slice(0, 6) + first17.slice(8);
  const number = first17 + checkCharacter(first17);
  if (random.chance(0.012)) return number.slice(0, 17) + (number.endsWith('7') ? '3' : '7');
  return random.chance(0.3) ? number.toLowerCase() : number;
}
