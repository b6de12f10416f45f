import { Problem } from '../problems/index.js';

const fix = {
  zh: 'Guitu-User 为 1 至 100 个字符，UTF-8 或百分号编码，不含控制字符；令牌已写明人员时须一致或省略。',
  en: 'Guitu-User has 1 to 100 characters, in UTF-8 or percent-encoded, without control characters; where the token names the user, say the same or leave it out.',
};
const refuse = (): Problem => Problem.header('Guitu-User', 'guitu-user', fix);

/** Header values arrive as bytes in the guise of Latin-1. */
function decode(header: string): string {
  const text = Buffer.from(header, 'latin1').toString('utf8');
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse();
  }
}

/** The human whom a machine client names; recorded as asserted, believed by nobody. A token's own user cannot be replaced. */
export function assertedUser(header: string | undefined, tokenUser: string | undefined): string | undefined {
  if (header === undefined) return tokenUser;
  const user = decode(header).trim();
  if (user.length === 0 || user.length > 100 || /[\p{Cc}\u2028\u2029\ufffd]/u.test(user)) throw refuse();
  if (tokenUser !== undefined && user !== tokenUser) throw refuse();
  return user;
}
