import type { Role, Safeguard, SealedClass } from '@guitu/contracts';
import { approvals, roles, safeguards, sealedClasses } from '@guitu/contracts';
import fc from 'fast-check';
import { cuts } from './cuts.js';
import { disclosure, disclosureLevel } from './level.js';
import type { Level, Purpose } from './table.js';
import { disclosureTable, purposes, safeguardRules } from './table.js';

const allRoles = Object.keys(roles) as Role[];
const seen = (role: Role, relation: string, purpose: Purpose = 'case-work', approved: readonly string[] = []): Partial<Record<SealedClass, Level>> =>
  Object.fromEntries(
    sealedClasses
      .map((dataClass) => [dataClass, disclosureLevel({ role, relations: [relation, ...approved], purpose, dataClass, safeguards: [] })] as const)
      .filter(([, level]) => level !== 'none'),
  );

describe('the disclosure table', () => {
  test('police see identity, circumstances and references to samples, but neither health nor care', () => {
    expect(seen('police', 'participant')).toEqual({ identity: 'full', circumstances: 'full', 'biometric-reference': 'full' });
    expect(seen('police', 'addressee')).toEqual(seen('police', 'participant'));
  });

  test('a hospital sees all of the health of its own patients, and recognises others at most', () => {
    const own = { identity: 'full', circumstances: 'summary', health: 'full', care: 'full' };
    expect(seen('hospital', 'custodian')).toEqual(own);
    expect(seen('hospital', 'receiver')).toEqual(own);
    expect(seen('hospital', 'participant')).toEqual({ identity: 'masked' });
    expect(seen('hospital', 'asker')).toEqual({ identity: 'masked' });
  });

  test('a station sees everything but diagnoses, and a supervising office reads as a station does', () => {
    const station = { identity: 'full', contact: 'full', circumstances: 'full', health: 'summary', care: 'full', 'biometric-reference': 'full' };
    expect(seen('station', 'participant')).toEqual(station);
    expect(seen('civil-affairs', 'supervising')).toEqual(station);
  });

  test('a care partner sees the name and the care, not how the person was found', () => {
    expect(seen('elder-care', 'custodian')).toEqual({ identity: 'summary', care: 'full' });
  });

  test('an origin office sees who it is and the continuing care, and the kin only once it has taken the person over', () => {
    const origin = { identity: 'full', circumstances: 'summary', care: 'summary' };
    expect(seen('civil-affairs', 'receiver')).toEqual(origin);
    expect(seen('civil-affairs', 'addressee')).toEqual(origin);
    expect(seen('civil-affairs', 'responsible')).toEqual({ ...origin, contact: 'full' });
  });

  /** Role and relation of everybody who is told where a hidden person is. */
  const knowing = (approved: readonly string[]): readonly string[] =>
    allRoles.flatMap((role) =>
      ['opener', 'custodian', 'responsible', 'asker', 'receiver', 'addressee', 'emitter', 'supervising', 'participant', 'former']
        .filter((relation) => purposes.some((purpose) => seen(role, relation, purpose, approved)['protected-location'] !== undefined))
        .map((relation) => `${role} ${relation}`),
    );

  test('where a hidden person is, the assigned worker alone knows, of a police, station or office that holds, answers for or opened the case; and whoever broke the glass there', () => {
    const who = ['police', 'station', 'civil-affairs'].flatMap((role) => ['opener', 'custodian', 'responsible'].map((relation) => `${role} ${relation}`));
    expect(approvals.map((approval) => [approval, knowing([approval])])).toEqual([['opening-worker', []], ['assigned-worker', who], ['approved', []], ['broken-glass', who]]);
    expect(knowing([])).toEqual([]);
  });

  test.each([
    ['and says to a colleague of the worker that the glass would open it', [], 'needs-approval'],
    ['and says to nobody that it would while processing is restricted', ['restricted'], 'restricted'],
    ['nor to those from whom the person is hidden', ['hidden'], 'hidden'],
  ] as const)('the hiding place is withheld, %s', (_what, protecting, reason) => {
    const asked = { role: 'station', relations: ['custodian', 'participant'], purpose: 'case-work', dataClass: 'protected-location', safeguards: protecting } as const;
    expect(disclosure(asked)).toMatchObject({ level: 'none', reason });
    expect(disclosure({ ...asked, relations: ['participant'] })).toMatchObject({ level: 'none', reason: 'not-disclosed' });
  });

  test('an auditor sees what was done, masked persons, and nothing of health, care, samples or hiding places', () => {
    expect(seen('audit', 'none at all', 'audit')).toEqual({ identity: 'masked', contact: 'masked', circumstances: 'full' });
    expect(seen('audit', 'none at all', 'sample')).toEqual(seen('audit', 'none at all', 'audit'));
    expect(seen('audit', 'participant', 'case-work')).toEqual({});
  });

  test('statistics are opened for reports only, and reports open nothing else', () => {
    for (const role of allRoles) {
      for (const purpose of purposes) {
        const classes = Object.keys(seen(role, 'responsible', purpose));
        if (purpose === 'report') expect(classes.filter((dataClass) => dataClass !== 'statistical')).toEqual([]);
        else expect(classes).not.toContain('statistical');
      }
    }
    expect(seen('hub', 'none at all', 'report')).toEqual({ statistical: 'full' });
    expect(seen('station', 'responsible', 'report')).toEqual({});
  });

  test('a former participant sees the record only', () => {
    for (const role of allRoles) expect(seen(role, 'former')).toEqual({});
  });

  test('denies every word that it does not know', () => {
    const words = fc.string().filter((word) => !disclosureTable.some(({ relations }) => relations !== 'anybody' && (relations as readonly string[]).includes(word)));
    fc.assert(
      fc.property(fc.constantFrom(...allRoles), fc.array(words), fc.constantFrom(...sealedClasses), words, (role, relations, dataClass, word) => {
        expect(disclosureLevel({ role, relations, purpose: 'case-work', dataClass, safeguards: [] })).toBe('none');
        expect(disclosureLevel({ role: word as Role, relations: ['custodian'], purpose: 'case-work', dataClass, safeguards: [] })).toBe('none');
        expect(disclosureLevel({ role, relations: ['custodian'], purpose: word as Purpose, dataClass, safeguards: [] })).toBe('none');
        expect(disclosureLevel({ role, relations: ['custodian'], purpose: 'case-work', dataClass: word as SealedClass, safeguards: [] })).toBe('none');
      }),
    );
  });

  test('several relations give the best that any of them gives', () => {
    expect(disclosureLevel({ role: 'hospital', relations: ['participant', 'former', 'custodian'], purpose: 'case-work', dataClass: 'identity', safeguards: [] })).toBe('full');
  });

  test('never gives a role both the mask and the summary of a class, so that the best is no matter of taste', () => {
    for (const role of allRoles) {
      for (const dataClass of sealedClasses) {
        const levels = new Set(disclosureTable.filter((grant) => grant.roles.includes(role)).map(({ see }) => see[dataClass]));
        expect(levels.has('masked') && levels.has('summary')).toBe(false);
      }
    }
  });

  test('gives a mask or a summary only where a cut says what it is', () => {
    for (const { see } of disclosureTable) {
      for (const [dataClass, level] of Object.entries(see) as [SealedClass, Level][]) {
        if (level === 'masked' || level === 'summary') expect(cuts[level][dataClass]).toBeDefined();
      }
    }
  });
});

describe('what protects a person', () => {
  const relations = [...new Set(disclosureTable.flatMap((grant) => (grant.relations === 'anybody' ? [] : grant.relations)))];
  const asked = (role: Role, extra: readonly string[], protecting: readonly Safeguard[], purpose: Purpose = 'case-work') =>
    sealedClasses.map((dataClass) => disclosure({ role, relations: [...relations, ...extra], purpose, dataClass, safeguards: protecting }));
  const everybody = allRoles.flatMap((role) => purposes.filter((purpose) => purpose !== 'report').map((purpose) => [role, purpose] as const));

  test.each(everybody)('under 14 lets %s see nothing for %s without an approval, and as much as ever with any of them', (role, purpose) => {
    for (const answer of asked(role, [], ['under-14'], purpose)) expect(answer.level).toBe('none');
    for (const approval of approvals) expect(asked(role, [approval], ['under-14'], purpose)).toEqual(asked(role, [approval], [], purpose));
  });

  test('under 14 says that an approval is needed where it would open something, and only there', () => {
    const reasons = asked('hospital', [], ['under-14']).map((answer) => ('reason' in answer ? answer.reason : 'opened'));
    const given = asked('hospital', [], []).map(({ level }) => (level === 'none' ? 'not-disclosed' : 'needs-approval'));
    expect(reasons).toEqual(given);
  });

  test('an approval alone, of somebody who takes no part, opens nothing', () => {
    for (const role of allRoles.filter((one) => one !== 'audit')) {
      for (const dataClass of sealedClasses) expect(disclosureLevel({ role, relations: approvals, purpose: 'case-work', dataClass, safeguards: ['under-14'] })).toBe('none');
    }
  });

  test.each(everybody)('hidden from %s for %s is all free text that could name the place, by whatever approval', (role, purpose) => {
    for (const [at, answer] of asked(role, approvals, ['hidden'], purpose).entries()) {
      const dataClass = sealedClasses[at] ?? 'identity';
      if (safeguardRules.hidden.withholds.includes(dataClass)) expect(answer.level).toBe('none');
      else expect(answer).toEqual(asked(role, [], [], purpose)[at]);
    }
    expect(safeguardRules.hidden.withholds).toEqual(['circumstances', 'contact', 'protected-location']);
  });

  test.each(everybody)('restricted leaves nothing to %s for %s, by whatever approval', (role, purpose) => {
    for (const answer of asked(role, approvals, ['restricted'], purpose)) expect(answer.level).toBe('none');
  });

  test('takes no count away: statistics are nobody\'s personal data', () => {
    expect(disclosureLevel({ role: 'hub', relations: [], purpose: 'report', dataClass: 'statistical', safeguards })).toBe('full');
  });

  test('only ever takes away, and a word that the table does not know takes everything', () => {
    const ascending: readonly Level[] = ['none', 'masked', 'summary', 'full'];
    const some = fc.subarray([...safeguards]);
    fc.assert(
      fc.property(fc.constantFrom(...allRoles), fc.subarray([...relations, ...approvals]), fc.constantFrom(...purposes), fc.constantFrom(...sealedClasses), some, (role, held, purpose, dataClass, protecting) => {
        const question = { role, relations: held, purpose, dataClass };
        const free = disclosureLevel({ ...question, safeguards: [] });
        expect(ascending.indexOf(disclosureLevel({ ...question, safeguards: protecting }))).toBeLessThanOrEqual(ascending.indexOf(free));
        expect(disclosureLevel({ ...question, safeguards: [...protecting, 'of-tomorrow' as Safeguard] })).toBe('none');
      }),
    );
  });

  test('every answer says by which line it is so', () => {
    const lines = new Set([...disclosureTable.map(({ because }) => because), ...Object.values(safeguardRules).map(({ because }) => because), 'no line of the table gives it']);
    for (const [role, purpose] of everybody) for (const { because } of asked(role, [], ['under-14'], purpose)) expect(lines).toContain(because);
  });
});
