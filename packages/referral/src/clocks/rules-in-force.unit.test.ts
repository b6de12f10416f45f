import { isKnownDivision } from '@guitu/contracts';
import { allRules, rulesInForce } from './rules-in-force.js';
import type { DutyRule } from './duty-rule.js';

const ids = (rules: readonly DutyRule[]) => rules.map(({ ruleId }) => ruleId).toSorted();
const in2013 = '2013-06-01T04:00:00.000Z';
const in2026 = '2026-06-01T04:00:00.000Z';

describe('duty rules', () => {
  test('no rule of a single city is in force unless its operator adopts it', () => {
    expect(ids(rulesInForce(in2026))).toEqual(['T03', 'T05', 'T06', 'T07', 'T10', 'T11', 'T12', 'T17-acknowledge', 'T17-decide', 'T18']);
    expect(ids(rulesInForce(in2026, { adopted: ['340181'] }))).toContain('T14');
    expect(ids(rulesInForce(in2026, { adopted: ['130300'] }))).toEqual(expect.arrayContaining(['T14', 'T15']));
  });

  test('in 2013 the limits of a notice of 2015 are kept as our own choice', () => {
    const t05 = (at: string) => rulesInForce(at).find(({ ruleId }) => ruleId === 'T05');
    expect(t05(in2013)).toMatchObject({ version: 1, limit: 24, unit: 'hours', ownChoice: true, evidence: 'own' });
    expect(t05('2015-08-31T15:59:59.999Z')).toMatchObject({ version: 1 });
    expect(t05('2015-08-31T16:00:00.000Z')).toMatchObject({ version: 2, ownChoice: false, evidence: 'confirmed' });
  });

  test('a limit for which no national number was found is marked as our own choice', () => {
    for (const rule of rulesInForce(in2026)) expect(rule.ownChoice).toBe(/^T1[78]/u.test(rule.ruleId));
  });

  test('no two rows of a rule and place are in force on the same day', () => {
    for (const a of allRules) {
      for (const b of allRules) {
        if (a === b || a.ruleId !== b.ruleId || a.jurisdiction !== b.jurisdiction) continue;
        expect((a.validTo ?? '9999') < (b.validFrom ?? '0000') || (b.validTo ?? '9999') < (a.validFrom ?? '0000')).toBe(true);
      }
    }
  });

  test('every rule belongs to the nation or to a place that exists', () => {
    for (const { jurisdiction } of allRules) expect(jurisdiction === 'CN' || isKnownDivision(jurisdiction)).toBe(true);
  });

  test('of two versions in force the later one counts, and an adopted place before the nation', () => {
    const [rule] = rulesInForce(in2026);
    if (rule === undefined) throw new Error('no rules');
    const newer = { ...rule, version: 9 };
    const local = { ...rule, jurisdiction: '610300', limit: 5 };
    expect(rulesInForce(in2026, { rules: [newer, rule] })).toEqual([newer]);
    expect(rulesInForce(in2026, { rules: [local, newer], adopted: ['610300'] })).toEqual([local]);
    expect(rulesInForce(in2026, { rules: [local, newer] })).toEqual([newer]);
  });
});
