import type { Approval, Role, SealedClass } from '@guitu/contracts';
import { agencyRoles, approvals, eventNames, sealedClasses } from '@guitu/contracts';
import { applyLevel, disclosureLevel } from '@guitu/vault';
import { chanceFrom } from '../../support/seed.js';
import { Marks } from '../marks/marks.js';
import { Sower } from '../marks/plant.js';
import type { Situation } from './matrix.js';
import { matrix } from './matrix.js';
import { whatIsLeft, within } from './what-is-left.js';

/** The hub's words for what an organisation is to a case, in those of the matrix. */
const inWords: Readonly<Record<string, readonly Situation[]>> = {
  opener: ['takes part', 'own', 'holds, answers or opened'],
  custodian: ['takes part', 'own', 'holds or answers', 'holds, answers or opened'],
  responsible: ['takes part', 'own', 'holds or answers', 'holds, answers or opened'],
  receiver: ['takes part', 'own'],
  asker: ['takes part'],
  addressee: ['takes part'],
  participant: ['takes part'],
  supervising: ['supervises'],
  former: [],
};
interface Reader {
  readonly role: Role;
  readonly approval: Approval | undefined;
  /** By that approval: the case is theirs. */
  readonly charged: boolean;
}
const readers: readonly Reader[] = ([...agencyRoles, 'audit', 'data-protection', 'hub'] as const).flatMap((role) =>
  [undefined, ...approvals].map((approval) => ({ role, approval, charged: approval === 'assigned-worker' || approval === 'broken-glass' })),
);

/** One value of every field of a class, of every event. */
const planted = ((): readonly (readonly [SealedClass, Readonly<Record<string, unknown>>])[] => {
  const sower = new Sower(new Marks(chanceFrom(1)), chanceFrom(2));
  return eventNames.filter((name) => !['corrected', 'hub-started', 'erased', 'restricted', 'restriction-lifted'].includes(name)).flatMap((name) => {
    const { planting } = sower.sow('nobody', name, { person: { sex: '1', age: { from: 30, to: 40 } } });
    return sealedClasses.flatMap((dataClass) => (planting.fields[dataClass] === undefined ? [] : [[dataClass, planting.fields[dataClass]] as const]));
  });
})();

/** What the matrix leaves of a value to a caller of this kind who is this to the case; null for nothing. */
function byMatrix({ role, charged }: Reader, situations: readonly Situation[], dataClass: SealedClass, value: Readonly<Record<string, unknown>>): unknown {
  const cells = (matrix.find((row) => row.dataClass === dataClass)?.cells[role] ?? []).filter(({ when, inPerson }) => (when === 'always' || situations.includes(when)) && (inPerson !== true || charged));
  const widest = cells.find(({ shown }) => shown === 'all') ?? cells[0];
  return widest === undefined ? null : whatIsLeft(widest.shown, dataClass, value);
}

describe('the matrix of the domain notes, written down a second time', () => {
  test.each(Object.keys(inWords))('gives whoever is %s to a case what the disclosure table gives, of every field, to the letter', (relation) => {
    let shown = 0;
    for (const reader of readers) {
      const { role, approval } = reader;
      const purpose = role === 'audit' ? 'audit' : 'case-work';
      for (const [dataClass, value] of planted) {
        const level = disclosureLevel({ role, relations: [relation, ...(approval === undefined ? [] : [approval])], purpose, dataClass, safeguards: [] });
        const table = applyLevel(level, dataClass, value as never);
        if (dataClass === 'statistical') continue;
        expect({ role, approval, dataClass, left: byMatrix(reader, inWords[relation] ?? [], dataClass, value) }).toEqual({ role, approval, dataClass, left: table });
        if (level !== 'none') shown += 1;
      }
    }
    expect(shown).toBeGreaterThan(10);
  });

  test('has no way to show statistics of a person', () => {
    for (const { role } of readers) expect(matrix.some(({ dataClass, cells }) => dataClass === 'statistical' && cells[role] !== undefined)).toBe(false);
  });
});

describe('what was shown', () => {
  test.each([
    [{ a: 1 }, { a: 1, b: 2 }, true],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: { b: ['x'] } }, { a: { b: ['x', 'y'] } }, true],
    [{ a: ['y'] }, { a: ['x', 'y'] }, false],
    [{ a: '王**' }, { a: '王伟' }, false],
    [null, {}, true],
  ])('%j is held against what may be: %j', (value, allowed, holds) => {
    expect(within(value, allowed)).toBe(holds);
  });
});
