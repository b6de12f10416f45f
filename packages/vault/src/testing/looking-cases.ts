import type { Look, LooksQuery } from '../looked/look.js';
import type { OpenItem, Vault, VaultCaller } from '../port.js';
import { auditor, reporter, responsibleStation, treatingHospital } from './callers.js';
import { item, present, stored } from './items.js';
import { expectVaultError } from './refusing-cases.js';
import type { VaultCase } from './vault-case.js';

const answering = (caller: VaultCaller, id: string, operation = 'case-view'): VaultCaller => ({ ...caller, answer: { id, operation } });
let asked = 0;
/** As an auditor lists, each time for an answer of its own. */
const looks = (vault: Vault, query: Partial<LooksQuery> = {}) => vault.looks({ limit: 100, ...query }, answering(auditor, `asked-${(asked += 1)}`, 'audit-looks'));
/** Without those of the auditors who list. */
const others = async (vault: Vault, query: Partial<LooksQuery> = {}): Promise<readonly Look[]> => (await looks(vault, query)).looks.filter(({ operation }) => operation !== 'audit-looks');

async function identityOf(vault: Vault, personId: string, caseId?: string): Promise<OpenItem> {
  const sealing = [item(personId, 'identity', { person: { name: '王小明' } })];
  const [there] = stored(sealing, await vault.seal(sealing));
  return { ...present(there), ...(caseId === undefined ? {} : { caseId }) };
}

/** Several persons looked at, one after the other, each in an answer of its own. */
async function lookedAtInTurn(vault: Vault, persons: readonly string[], caller: VaultCaller): Promise<void> {
  for (const person of persons) await vault.open([await identityOf(vault, person, `case-${person}`)], answering(caller, `view-${person}`));
}

export const lookingCases: readonly VaultCase[] = [
  {
    promise: 'has on record who looked when it answers: who, when, for which answer, at whom, in which case, at which classes and how far',
    run: async (open) => {
      const { vault } = await open();
      const sealing = [item('a', 'identity', 1), item('a', 'health', { diagnosis: '肺炎', fitToTravel: true }), item('b', 'care', 2), item('a', 'protected-location', 3)];
      const there = stored(sealing, await vault.seal(sealing)).map((one) => ({ ...one, caseId: `case-${one.personId}` }));
      await vault.open(there, { ...answering(responsibleStation, 'request-7'), user: '张三', relations: ['opener', 'participant', 'assigned-worker'] });
      const [look, ...more] = await others(vault);
      const access = ['opener', 'participant', 'assigned-worker'];
      expect(more).toEqual([]);
      expect(look).toEqual({
        place: expect.any(String) as string,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u), answer: 'request-7', operation: 'case-view', organisation: 'baoji-station', role: 'station', user: '张三', purpose: 'case-work',
        seen: [
          { personId: 'a', caseId: 'case-a', classes: { identity: 'full', health: 'summary', 'protected-location': 'full' }, access },
          { personId: 'b', caseId: 'case-b', classes: { care: 'full' }, access },
        ],
      });
    },
  },
  {
    promise: 'has no record of what was not opened, and none of an answer in which nothing was',
    run: async (open) => {
      const { vault, destroy } = await open();
      const sealing = [item('a', 'identity', 1), item('a', 'health', 2), item('gone', 'identity', 3), item('a', 'contact', 4)];
      const there = stored(sealing, await vault.seal(sealing));
      const changed = there.map((one) => (one.dataClass === 'contact' ? { ...one, sealed: { ...one.sealed, ct: '' } } : one));
      await destroy(['gone']);
      await vault.open(changed, { ...answering(treatingHospital, 'nothing'), relations: ['former'] });
      expect(await vault.open(changed.slice(2), answering(auditor, 'neither'))).toMatchObject([{ reason: 'erased' }, { reason: 'corrupt' }]);
      expect(await others(vault)).toEqual([]);
      await vault.open(changed, answering(auditor, 'one-of-them'));
      expect(await others(vault)).toMatchObject([{ answer: 'one-of-them', seen: [{ personId: 'a', classes: { identity: 'masked' }, access: [] }] }]);
    },
  },
  {
    promise: 'has one record of an answer, however many calls of the vault it takes',
    run: async (open) => {
      const { vault } = await open();
      const sealing = Array.from({ length: 1_200 }, (_, number) => item(`person-${number % 3}`, number < 600 ? 'identity' : 'care', number, `event-${number}`));
      const there = stored(sealing, await vault.seal(sealing));
      const caller = answering(responsibleStation, 'long');
      await vault.open(there, caller);
      await Promise.all([vault.open(there.slice(0, 3), caller), vault.open(there.slice(0, 1), caller)]);
      await vault.open(there.slice(0, 3), { ...caller, relations: ['broken-glass', 'responsible'] });
      const found = await others(vault);
      expect(found).toHaveLength(1);
      expect([...present(found[0]).seen].sort((one, other) => (one.personId < other.personId ? -1 : 1))).toEqual(
        ['person-0', 'person-1', 'person-2'].map((personId) => ({ personId, classes: { identity: 'full', care: 'full' }, access: ['responsible', 'broken-glass'] })),
      );
      await vault.open(there.slice(0, 1), { ...caller, user: '李四' });
      expect(await others(vault)).toHaveLength(2);
    },
  },
  {
    promise: 'has on record that was counted, and how much, and not whose it was',
    run: async (open) => {
      const { vault } = await open();
      const sealing = [item('a', 'statistical', 1), item('b', 'statistical', 2)];
      await vault.open(stored(sealing, await vault.seal(sealing)), answering(reporter, 'count', 'report-projection'));
      expect(await others(vault)).toMatchObject([{ organisation: 'hub', purpose: 'report', counted: 2, seen: [] }]);
      expect(await others(vault, { persons: ['a'] })).toEqual([]);
    },
  },
  {
    promise: 'lists who looked by person, by viewer, by time and by broken glass, the newest first and page by page',
    run: async (open) => {
      const { vault } = await open();
      await lookedAtInTurn(vault, ['a', 'b', 'c'], responsibleStation);
      await lookedAtInTurn(vault, ['d'], { ...treatingHospital, user: '王医生' });
      await lookedAtInTurn(vault, ['e'], { ...treatingHospital, user: '赵医生', relations: ['custodian', 'broken-glass'] });
      const seenIn = async (query: Partial<LooksQuery>) => (await others(vault, query)).flatMap(({ seen }) => seen.map(({ personId }) => personId));
      expect(await seenIn({})).toEqual(['e', 'd', 'c', 'b', 'a']);
      expect(await seenIn({ persons: ['b', 'd', 'nobody'] })).toEqual(['d', 'b']);
      expect(await seenIn({ persons: [] })).toEqual([]);
      expect(await seenIn({ organisation: 'baoji-station' })).toEqual(['c', 'b', 'a']);
      expect(await seenIn({ organisation: 'baoji-hospital', user: '王医生' })).toEqual(['d']);
      expect(await seenIn({ persons: ['a', 'd'], organisation: 'baoji-station' })).toEqual(['a']);
      expect(await seenIn({ brokenGlass: true })).toEqual(['e']);
      const all = await others(vault);
      const [first, last] = [present(all.at(-1)).at, present(all[0]).at];
      expect(await seenIn({ from: first, to: last })).toEqual(all.filter(({ at }) => at < last).flatMap(({ seen }) => seen.map(({ personId }) => personId)));
      expect(await seenIn({ from: last })).toContain('e');
      const paged: string[] = [];
      for (let after: string | undefined, more = true; more; ) {
        const page = await looks(vault, { organisation: 'baoji-station', limit: 2, ...(after === undefined ? {} : { after }) });
        paged.push(...page.looks.flatMap(({ seen }) => seen.map(({ personId }) => personId)));
        after = page.looks.at(-1)?.place;
        ({ more } = page);
      }
      expect(paged).toEqual(['c', 'b', 'a']);
      await expectVaultError(looks(vault, { after: 'nowhere' }), 'invalid-value');
    },
  },
  {
    promise: 'lists who looked for auditors alone, and their asking is on record as well',
    run: async (open) => {
      const { vault } = await open();
      await lookedAtInTurn(vault, ['a'], responsibleStation);
      await expectVaultError(vault.looks({ limit: 1 }, responsibleStation), 'not-allowed', true);
      await vault.looks({ limit: 1, persons: ['a'] }, { ...answering(auditor, 'who-asks', 'audit-looks'), user: '审计员' });
      const [asking] = (await looks(vault, { persons: ['a'] })).looks;
      expect(asking).toMatchObject({ answer: 'who-asks', organisation: 'audit-office', user: '审计员', seen: [{ personId: 'a', classes: {}, access: [] }] });
      expect((await looks(vault, { organisation: 'audit-office' })).looks).toHaveLength(2);
    },
  },
];
