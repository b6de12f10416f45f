import type { Position, StoredEvent } from '@guitu/event-store';
import { sampleEvent, sampleProjection } from '../testing/sample-projection.js';
import type { SampleEvent } from '../testing/sample-projection.js';
import { planChunk } from './plan.js';

const stored = (stream: string, revision: number, kind: SampleEvent['kind'] = 'add'): StoredEvent => ({ ...sampleEvent(stream, revision, kind), stream, revision, position: '1' as Position });
const plan = (events: readonly StoredEvent[], last = -1, parked = false): readonly string[] =>
  planChunk(events, () => ({ last, parked }), sampleProjection()).map((step) => `${step.kind} ${step.stored.stream} ${step.stored.revision}${step.kind === 'park' ? ` ${step.reason} ${step.from}-${step.through}` : ''}`);

it('an event whose turn it is is applied, and one that came before is not applied again', () => {
  expect(plan([stored('case-a', 0), stored('case-a', 0), stored('case-a', 1), stored('case-a', 0)])).toEqual(['apply case-a 0', 'apply case-a 1']);
  expect(plan([stored('case-a', 3), stored('case-a', 4), stored('case-a', 5)], 4)).toEqual(['apply case-a 5']);
});

it('a gap parks its own stream from the first missing revision on, and later events wait', () => {
  expect(plan([stored('case-a', 4), stored('case-b', 2), stored('case-a', 5)], 1)).toEqual(['park case-a 4 gap 2-3', 'apply case-b 2', 'queue case-a 5']);
});

it('an event that cannot be decoded parks its stream at once', () => {
  expect(plan([stored('case-a', 0, 'garbage'), stored('case-a', 1), stored('case-b', 0)])).toEqual(['park case-a 0 undecodable 0-0', 'queue case-a 1', 'apply case-b 0']);
});

it('a parked stream takes nothing but what it has already', () => {
  expect(plan([stored('case-a', 2), stored('case-a', 3)], 2, true)).toEqual(['queue case-a 3']);
});

it('an event that changes what earlier ones mean asks for the whole stream', () => {
  expect(plan([stored('case-a', 0), stored('case-a', 1, 'void')])).toEqual(['apply case-a 0', 'replace case-a 1']);
});
