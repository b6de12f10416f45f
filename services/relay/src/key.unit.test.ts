import { keyOf } from './key.js';

const bytes = (document: object): Uint8Array => new TextEncoder().encode(JSON.stringify(document));
const caseId = '018f2f7e-0000-8000-8000-000000000001';

it.each([
  ['a case', `case-${caseId}`, caseId],
  ['notes on a case', `notes-${caseId}`, caseId],
  ['a placement, whose stream does not name the case', 'care-018f2f7e-0000-8000-8000-000000000002', caseId],
  ['a person', 'person-018f2f7e-0000-8000-8000-000000000003', 'the person'],
])('an event of %s is keyed by its subject', (_what, stream, key) => {
  expect(keyOf({ stream, bytes: bytes({ type: 'of.a.later.release.v9', subject: key }) })).toBe(key);
});

it('an event without a subject keeps its order by its stream', () => {
  expect(keyOf({ stream: 'care-1', bytes: bytes({}) })).toBe('care-1');
});

it.each(['care-1', 'person-1'])('an event of %s that nobody can read keeps its order by its stream, and stops no other', (stream) => {
  for (const text of ['\u0000 no event', '', 'null', '[]', '7']) expect(keyOf({ stream, bytes: new TextEncoder().encode(text) })).toBe(stream);
});
