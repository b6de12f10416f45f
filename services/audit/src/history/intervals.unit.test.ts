import { cutIntervals, running } from './intervals.js';
import { custodyOverlaps, gapsBetween } from './overlaps.js';
import type { Stay } from './overlaps.js';

const stays = [{ from: '01', to: '03' }, { from: '03', to: '03' }, { from: '03', to: '05' }, { from: '05' }];

it('a moment cuts intervals: later ones are gone, the one that was running then runs', () => {
  expect(cutIntervals(stays, '04')).toEqual([{ from: '01', to: '03' }, { from: '03', to: '03' }, { from: '03' }]);
  expect(cutIntervals(stays, '05')).toEqual(stays);
  expect(cutIntervals(stays, '00')).toEqual([]);
  expect(cutIntervals(stays, undefined)).toBe(stays);
});

it('at every moment of an unbroken history exactly one interval runs', () => {
  for (const at of ['01', '02', '03', '04', '05', '06']) expect(cutIntervals(stays, at).filter(({ to }) => to === undefined)).toHaveLength(1);
  expect(running(cutIntervals(stays, '02'))).toEqual({ from: '01' });
});

const held = (caseId: string, from: string, to?: string): Stay => ({ caseId, custodian: { kind: 'organisation', organisation: `of-${caseId}`, role: 'station' }, from, ...(to === undefined ? {} : { to }) });

it('two cases that both have the person in somebody\'s care overlap, and one that waits alone or unlocated does not', () => {
  expect(custodyOverlaps([held('a', '01', '04'), held('b', '03', '06')])).toEqual([
    { kind: 'custody-overlap', from: '03', to: '04', stays: [{ caseId: 'a', custodian: held('a', '').custodian }, { caseId: 'b', custodian: held('b', '').custodian }] },
  ]);
  expect(custodyOverlaps([held('a', '01'), held('b', '03')])[0]).not.toHaveProperty('to');
  expect(custodyOverlaps([held('a', '01', '03'), held('b', '03')])).toEqual([]);
  expect(custodyOverlaps([held('a', '01', '04'), held('a', '03', '06')])).toEqual([]);
  expect(custodyOverlaps([held('a', '01'), { ...held('b', '02'), custodian: { kind: 'unlocated' } }])).toEqual([]);
});

it('a time without an open case is a gap, also where a short case lies within a long one', () => {
  expect(gapsBetween([{ from: '01', to: '09' }, { from: '02', to: '03' }, { from: '11' }])).toEqual([{ from: '09', to: '11' }]);
  expect(gapsBetween([])).toEqual([]);
});
