import type { ResolvedEvent } from '@eventstore/db-client';
import { decodeEvent } from './decode.js';
import { namesOf } from './names.js';

const id = '00000000-0000-8000-8000-000000000000';
const recorded = (over: object = {}): ResolvedEvent =>
  ({ event: { streamId: 'case-1', id, revision: 3n, type: 'guitu.case.tested.v1', data: Uint8Array.of(1, 2), metadata: undefined, isJson: false, created: new Date(0), position: { commit: 8n, prepare: 8n }, ...over } }) as ResolvedEvent;

it('an event comes back with the bytes that were stored', () => {
  const position = '0000000000000000000800000000000000000008';
  expect(decodeEvent(recorded(), namesOf(''))).toEqual({ stream: 'case-1', revision: 3, position, id, type: 'guitu.case.tested.v1', bytes: Uint8Array.of(1, 2) });
});

it('trap 10: a link whose event was deleted is nothing', () => {
  expect(decodeEvent({}, namesOf(''))).toBeUndefined();
});

it('trap 9: the streams of the server, of the adapter and of other namespaces are nobody\'s events', () => {
  const names = namesOf('one');
  for (const streamId of ['$stats', '$$case-1', 'case-1', 'two/case-1', 'one/$stats', 'guitu one: store', names.identity, names.checkpoint('relay')]) {
    expect(decodeEvent(recorded({ streamId }), names)).toBeUndefined();
    expect(new RegExp(names.filter.regex).test(streamId)).toBe(false);
  }
  expect(decodeEvent(recorded({ streamId: 'one/case-1' }), names)).toMatchObject({ stream: 'case-1' });
  expect(new RegExp(names.filter.regex).test('one/case-1')).toBe(true);
  const alone = namesOf('');
  for (const streamId of ['$stats', alone.identity, alone.checkpoint('relay')]) expect(new RegExp(alone.filter.regex).test(streamId)).toBe(false);
  expect(new RegExp(alone.filter.regex).test('case-1')).toBe(true);
});

it('trap 23: an event whose bytes were not ours is corrupt, and named by stream and revision', () => {
  for (const data of [{ some: 'json' }, 'text']) {
    expect(() => decodeEvent(recorded({ data }), namesOf(''))).toThrow(expect.objectContaining({ code: 'corrupt-event', message: expect.stringContaining('Event 3 of case-1') }));
  }
  expect(() => decodeEvent(recorded({ position: undefined }), namesOf(''))).toThrow(expect.objectContaining({ code: 'corrupt-event' }));
});

it('a namespace that could be taken for part of a name is refused', () => {
  for (const namespace of ['a/b', 'A', 'a b', '.*', 'x'.repeat(61)]) expect(() => namesOf(namespace)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
