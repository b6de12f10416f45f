import type { Role, SealedClass } from '@guitu/contracts';
import { roles, sealedClasses } from '@guitu/contracts';
import fc from 'fast-check';
import { cuts } from './cuts.js';
import { disclosureLevel } from './level.js';
import type { Level, Purpose } from './table.js';
import { disclosureTable, purposes } from './table.js';

const allRoles = Object.keys(roles) as Role[];
const seen = (role: Role, relation: string, purpose: Purpose = 'case-work'): Partial<Record<SealedClass, Level>> =>
  Object.fromEntries(
    sealedClasses
      .map((dataClass) => [dataClass, disclosureLevel({ role, relations: [relation], purpose, dataClass })] as const)
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
    expect(seen('civil-affairs', 'responsible')).toEqual({ ...origin, contact: 'full', 'protected-location': 'full' });
  });

  test('where a hidden person is, only police, station and civil affairs know, and only those who hold, answer for or opened the case', () => {
    const knowing = allRoles.flatMap((role) =>
      ['opener', 'custodian', 'responsible', 'asker', 'receiver', 'addressee', 'emitter', 'supervising', 'participant', 'former']
        .filter((relation) => purposes.some((purpose) => seen(role, relation, purpose)['protected-location'] !== undefined))
        .map((relation) => `${role} ${relation}`),
    );
    expect(knowing).toEqual(['police', 'station', 'civil-affairs'].flatMap((role) => ['opener', 'custodian', 'responsible'].map((relation) => `${role} ${relation}`)));
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
        expect(disclosureLevel({ role, relations, purpose: 'case-work', dataClass })).toBe('none');
        expect(disclosureLevel({ role: word as Role, relations: ['custodian'], purpose: 'case-work', dataClass })).toBe('none');
        expect(disclosureLevel({ role, relations: ['custodian'], purpose: word as Purpose, dataClass })).toBe('none');
        expect(disclosureLevel({ role, relations: ['custodian'], purpose: 'case-work', dataClass: word as SealedClass })).toBe('none');
      }),
    );
  });

  test('several relations give the best that any of them gives', () => {
    expect(disclosureLevel({ role: 'hospital', relations: ['participant', 'former', 'custodian'], purpose: 'case-work', dataClass: 'identity' })).toBe('full');
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
