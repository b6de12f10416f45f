import { foldCase } from '@guitu/referral';
import { Scenario, idOf, roleOf, sampleRegister } from '@guitu/referral/testing';
import type { Who } from '@guitu/referral/testing';
import { chanceFrom } from '../../support/seed.js';
import { everybodyAt } from '../lifecycles/hub.js';
import type { PlantedHub } from '../lifecycles/hub.js';
import { Ledger } from '../lifecycles/ledger.js';
import { Marks } from '../marks/marks.js';
import { Sower } from '../marks/plant.js';
import type { Caller } from '../oracle/oracle.js';
import { Reading } from './reading.js';

const now = '2013-04-01T00:00:00.000Z';
const who = (short: Who): Caller => ({ organisation: idOf(short), role: roleOf(short) });

/** A man whom the police found and sent to the station, which hides him; and what the station recorded of him, with marks. */
function hiddenMan() {
  const story = new Scenario().case();
  story.does('P', 'found', {}, 'P/Pf');
  story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
  story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
  story.does('S', 'eligibility-decided');
  story.does('S', 'admitted', {}, 'S/S');
  const { caseId } = story.state;
  const ledger = new Ledger(new Marks(chanceFrom(1)));
  const { planting } = new Sower(ledger.marks, chanceFrom(2)).sow(idOf('S'), 'admitted', { place: 'station', identified: true, person: { sex: '1', age: { from: 30, to: 40 } }, signs: { impairment: false, mobilityImpaired: false } });
  const id = story.events.at(-1)?.id ?? '';
  ledger.recorded(planting, { id, caseId });
  const hub: PlantedHub = { urls: {}, log: undefined as unknown as PlantedHub['log'], register: { organisations: [...sampleRegister.all], contracts: [...sampleRegister.contractsOf(idOf('E'))] } };
  const reading = new Reading({ hub, everybody: everybodyAt(hub), ledger });
  reading.know(new Map([[caseId, foldCase(story.events)]]));
  const answered = (caller: Caller, answer: unknown, about?: string): readonly string[] =>
    reading.examine('an answer', caller, { status: 200, headers: {}, text: JSON.stringify(answer), body: answer as Record<string, unknown> }, now, about);
  const told = (caller: Caller, answer: unknown): readonly string[] => answered(caller, answer, caseId);
  const view = (opened: object, more: object = {}): object => ({ caseId, ...more, events: [{ id, name: 'admitted', data: { place: 'station', identified: true }, opened, withheld: {} }] });
  const hide = (): void => {
    story.does('S', 'protection-set');
    reading.know(new Map([[caseId, foldCase(story.events)]]));
  };
  return { caseId, planting, ledger, told, listed: answered, view, hide };
}

describe('the examination of an answer', () => {
  test('takes what the matrix gives', () => {
    const { planting, told, view } = hiddenMan();
    expect(told(who('S'), view({ identity: { level: 'full', value: planting.fields.identity } }))).toEqual([]);
    expect(told(who('A'), view({ identity: { level: 'masked', value: { person: { sex: '1' } } } }))).toEqual([]);
  });

  test('finds a class that the caller is not given, text and codes', () => {
    const { planting, told, view } = hiddenMan();
    const found = told(who('H'), view({ health: { level: 'full', value: planting.fields.health }, contact: { level: 'full', value: { kin: [] } } }));
    expect(found).toEqual(expect.arrayContaining([expect.stringMatching(/contact \(full\), of which nothing may be shown/u)]));
    expect(told(who('P'), view({ health: { level: 'full', value: { signs: { impairment: true } } } }))).toEqual(['an answer shows admitted: health (full), of which nothing may be shown']);
  });

  test('finds more of a class than its cut leaves', () => {
    const { planting, told, view } = hiddenMan();
    expect(told(who('S'), view({ health: { level: 'summary', value: planting.fields.health } }))).toEqual(
      expect.arrayContaining([expect.stringMatching(/shows admitted\.signs\.grounds \(health\)/u), expect.stringMatching(/more of health than may be shown/u)]),
    );
    expect(told(who('A'), view({ identity: { level: 'masked', value: planting.fields.identity } }))).toEqual(expect.arrayContaining([expect.stringMatching(/shows admitted\.person\.name \(identity\)/u)]));
  });

  test('finds a mark wherever it stands, however it is written, and a code by its name', () => {
    const { planting, listed } = hiddenMan();
    const { name } = planting.fields.identity?.['person'] as { readonly name: string };
    for (const written of [name, encodeURIComponent(name), Buffer.from(`x${name}y`).toString('base64')]) {
      expect(listed(who('S'), { items: [{ title: written }] })).toEqual(['an answer shows admitted.person.name (identity)']);
    }
    expect(listed(who('S'), { items: [{ ward: 'psychiatric' }] })).toEqual(['an answer shows a member items.ward']);
  });

  test('finds a sealed field among the plain ones', () => {
    const { told, caseId, ledger } = hiddenMan();
    const id = ledger.ofCase(caseId)[0]?.event?.id;
    expect(told(who('S'), { events: [{ id, data: { place: 'station', kin: ['x'] } }] })).toEqual(['an answer shows admitted.kin among the plain fields']);
  });

  test('finds whoever learns of a case that is not theirs, and where a hidden person is', () => {
    const { told, listed, caseId, hide } = hiddenMan();
    expect(told(who('C'), { caseId, status: 'open' })).toEqual([]);
    expect(listed(who('T2'), { cases: [{ caseId }] })).toEqual(['an answer tells of a case that the caller takes no part in']);
    hide();
    const row = { caseId, custodian: { organisation: idOf('S') }, division: '610300' };
    for (const caller of ['H', 'A'] as const) {
      expect(listed(who(caller), { items: [row] })).toEqual([`an answer names ${idOf('S')} while the person is hidden`, 'an answer names 610300 while the person is hidden']);
      expect(told(who(caller), { caseId, custodian: { kind: 'safe-care' } })).toEqual([]);
    }
    expect(listed(who('S'), { items: [row] })).toEqual([]);
  });
});
