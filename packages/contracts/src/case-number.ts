const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Crockford base32 check symbols: 37 is prime, so every single wrong character and every swap of neighbours is noticed. */
const checkAlphabet = `${alphabet}*~$=U`;

function base32(caseId: string): string {
  const digits = BigInt(`0x${caseId.replaceAll('-', '')}`).toString(32).padStart(26, '0');
  let out = '';
  for (const digit of digits) out += alphabet.charAt(Number.parseInt(digit, 32));
  return out;
}

function check(digits: string): string {
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 32 + alphabet.indexOf(digit)) % 37;
  return checkAlphabet.charAt(remainder);
}

/**
 * Case number (个案编号) for people to read out: year of opening (+08:00), the 26 Crockford base32 characters of the case id, one mod-37 check character
 * over all 30. No counter (it would need a lock) and no division (it would tell where somebody was).
 */
export function caseNumber(caseId: string, year: number): string {
  const digits = `${String(year).padStart(4, '0')}${base32(caseId)}`;
  return digits + check(digits);
}

/** Case id of a number as people write it (lower case, full-width, I and L for 1, O for 0, spaces and dashes), or undefined if it is mistyped. */
export function caseIdOfNumber(written: string): string | undefined {
  const digits = written.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/gu, '').replaceAll(/[IL]/gu, '1').replaceAll('O', '0');
  if (!/^\d{4}[0-9A-HJKMNP-TV-Z]{26}[0-9A-HJKMNP-TV-Z*~$=U]$/u.test(digits) || check(digits.slice(0, 30)) !== digits.charAt(30)) return undefined;
  let value = 0n;
  for (const digit of digits.slice(4, 30)) value = (value << 5n) | BigInt(alphabet.indexOf(digit));
  const hex = value.toString(16).padStart(32, '0');
  if (hex.length > 32) return undefined;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
