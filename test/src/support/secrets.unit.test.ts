import { seededRandom } from '@guitu/event-store/testing';
import { noteSecrets } from './secrets.js';
import { findTraces } from './traces.js';

const secrets = ['张建国', '430703197104170015', '在车站被偷走全部现金'];
const written: [string, (text: string) => Buffer][] = [
  ['as it is', (text) => Buffer.from(text, 'utf8')],
  ['in UTF-16', (text) => Buffer.from(text, 'utf16le')],
  ['in big-endian UTF-16', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['with JSON escapes', (text) => Buffer.from([...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''))],
  ['with JSON escapes in capitals', (text) => Buffer.from([...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`).join(''))],
  ['percent-encoded', (text) => Buffer.from(encodeURIComponent(text))],
  ['percent-encoded in small letters', (text) => Buffer.from(encodeURIComponent(text).toLowerCase())],
  ['in hexadecimal', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
  ...[0, 1, 2].flatMap((before): [string, (text: string) => Buffer][] => [
    [`in base64 after ${before} bytes`, (text) => Buffer.from(Buffer.from(`${'x'.repeat(before)}${text}yy`).toString('base64'))],
    [`in base64url of UTF-16 after ${before} bytes`, (text) => Buffer.from(Buffer.concat([Buffer.alloc(before, 1), Buffer.from(text, 'utf16le'), Buffer.from('yy')]).toString('base64url'))],
  ]),
];

describe('the search for personal data in files', () => {
  test.each(written)('finds a secret that is written %s', (_how, write) => {
    for (const secret of secrets) {
      const files = new Map([['log', Buffer.concat([Buffer.from('before {"a":"'), write(secret), Buffer.from('"} after')])]]);
      expect(findTraces(files, secrets)).toEqual([`${secret} in log`]);
    }
  });

  test('finds nothing where nothing is', () => {
    expect(findTraces(new Map([['log', Buffer.from('guitu.case.found.v1'.repeat(100))]]), secrets)).toEqual([]);
  });

  test('finds nothing by chance in random bytes or their base64, however short the secrets and long the file', () => {
    const { below } = seededRandom(7);
    const secrets = Array.from({ length: 200 }, () => String.fromCharCode(0x4e00 + below(0x5000), 0x4e00 + below(0x5000)));
    const bytes = Buffer.from(Array.from({ length: 1_000_000 }, () => below(256)));
    expect(findTraces(new Map([['keys', bytes], ['log', Buffer.from(bytes.toString('base64'))]]), secrets)).toEqual([]);
  });

  test('takes from a command what the contract does not class as record, and nothing else', () => {
    const found = new Set<string>();
    noteSecrets('found', { division: '610302', disposition: 'left', person: { name: '张建国', sex: '1', age: { birthDate: '1971-04-17' } }, place: '火车站', occurredAt: '2013-03-04T01:00:00Z' }, found);
    expect([...found].toSorted()).toEqual(['1971-04-17', '张建国', '火车站'].toSorted());
  });
});
