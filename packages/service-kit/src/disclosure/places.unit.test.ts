import { idOf, sampleRegister } from '@guitu/referral/testing';
import { maskPlaces } from './places.js';

const view = {
  custodian: { kind: 'organisation', organisation: idOf('H2') }, responsible: idOf('S'), division: '610300', opened: { organisation: idOf('P'), at: '2013-03-01T00:00:00.000Z' },
  referrals: [{ asker: idOf('P'), receiver: idOf('T1'), purpose: 'relay' }],
  events: [{ actor: { organisation: idOf('S'), role: 'station', user: '值班员' }, data: { notice: '宝救字〔2013〕第12号', cashFare: { fen: 1_500, receipt: '宝救票〔2013〕7号' }, contract: 'weihe-2013', to: idOf('T1'), revision: 3 } }],
  kin: { [idOf('S')]: { result: 'informed' } },
  agencies: [{ name: '宝鸡市救助管理站' }, null, true],
};

describe('what is shown of a hidden person', () => {
  test('names no organisation by id or name, no division, no clerk and no paper that says whose it is', () => {
    expect(maskPlaces(view, sampleRegister)).toEqual({
      custodian: { kind: 'organisation', organisation: 'safe-care' }, responsible: 'safe-care', opened: { organisation: 'safe-care', at: '2013-03-01T00:00:00.000Z' },
      referrals: [{ asker: 'safe-care', receiver: 'safe-care', purpose: 'relay' }],
      events: [{ actor: { organisation: 'safe-care', role: 'station' }, data: { cashFare: { fen: 1_500 }, to: 'safe-care', revision: 3 } }],
      kin: { 'safe-care': { result: 'informed' } },
      agencies: [{ name: 'safe-care' }, null, true],
    });
  });

  test('names whoever asks, and changes nothing that it was given', () => {
    const before = JSON.stringify(view);
    const masked = JSON.stringify(maskPlaces(view, sampleRegister, idOf('T1')));
    expect([...new Set(masked.match(/(?:police|hospital|station|civil|care)-[a-z]+/gu))].filter((name) => name !== 'safe-care')).toEqual([idOf('T1')]);
    expect(JSON.stringify(view)).toBe(before);
  });
});
