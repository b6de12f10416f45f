import { Linter } from 'eslint';
import { constantTime } from './constant-time.mjs';

const linter = new Linter();
const found = (code) => linter.verify(code, [{ plugins: { guitu: { rules: { 'constant-time': constantTime } } }, rules: { 'guitu/constant-time': 'error' } }]).map(({ messageId, message }) => messageId ?? message);

describe('a comparison that tells where secrets differ', () => {
  test.each([
    'if (secret === given) x();',
    'const same = stored.secretHash !== hashOf(given);',
    'now !== recorded.fingerprint;',
    "createHmac('sha256', key).update(text).digest() == stored;",
    'clientSecret === other;',
    'mac.equals(other);',
    'a.b.equals(keyMac);',
    'Buffer.compare(digest, other);',
  ])('is found: %s', (code) => expect(found(code)).toEqual(['leaks']));

  test.each([
    'if (secret === undefined) x();',
    "secret === '';",
    'null !== fingerprint;',
    "typeof secret === 'string';",
    'timingSafeEqual(digest, other);',
    'sameBytes(mac, other);',
    'machine === other;',
    'etag === tag;',
    'secret.length === 4;',
    'row.bytes.equals(other);',
  ])('is none: %s', (code) => expect(found(code)).toEqual([]));
});
