import type { Register } from '@guitu/referral';

/** What stands in the place of an organisation that would tell where a hidden person is. */
export const SAFE_CARE = 'safe-care';

/**
 * Members that name a place without being an organisation: the clerk who acted, the division, and the numbers of papers, which begin with the name of the office that gives them. Every
 * text of class `record` that a client words is one of them: a test walks the contract and fails for a new one.
 */
const naming: ReadonlySet<string> = new Set(['division', 'user', 'contract', 'notice', 'certificate', 'approval', 'receiptNumber', 'receipt', 'statement', 'bed']);

/**
 * A copy in which no organisation of the register can be told, by id, name or division, but the one that asks. The ids stay in the log, because the rules need them
 * (protocol section 4). For whatever leaves the hub about a person who is hidden from whoever asks: envelope attributes and past events too.
 */
export function maskPlaces<T>(value: T, register: Register, own?: string): T {
  const names = new Set(register.all.map(({ name }) => name));
  const telling = (text: string): boolean => text !== own && (register.get(text) !== undefined || names.has(text));
  const masked = (part: unknown): unknown => {
    if (typeof part === 'string') return telling(part) ? SAFE_CARE : part;
    if (Array.isArray(part)) return part.map(masked);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).flatMap(([name, member]) => (naming.has(name) ? [] : [[telling(name) ? SAFE_CARE : name, masked(member)]])));
  };
  return masked(value) as T;
}
