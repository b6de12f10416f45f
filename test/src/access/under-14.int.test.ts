import type { CaseView } from '@guitu/contracts';
import type { Client } from '@guitu/client';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { roleOf } from '../support/register.js';
import { idIn } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';
import { at, auditorAt, auditors, girl, girlOfNine, involved } from './girl-of-nine.js';
import type { Played } from './girl-of-nine.js';

let hub: TestHub;
let auditor: Client;
let story: Played;
beforeAll(async () => {
  hub = await startTestHub();
  auditor = auditorAt(hub);
}, 60_000);
afterAll(async () => {
  auditor.close();
  await hub.close();
});
beforeEach(async () => {
  story = await girlOfNine(hub);
});

/** Her name, her number, what was written of her. */
const telling = [girl.name, girl.idNumber, '轻度脱水', '网格员', '祖父陈大山', '随亲戚外出走失', '请核查'];
const told = (answer: unknown): readonly string[] => telling.filter((word) => JSON.stringify(answer).includes(word));
/** An event as an agency or an auditor is shown it. */
type Shown = Pick<NonNullable<CaseView['events']>[number], 'opened' | 'withheld'> & { readonly index?: number };
const opened = (view: { readonly events?: readonly Shown[] | undefined }): readonly string[] => [...new Set((view.events ?? []).flatMap((event) => Object.keys(event.opened)))].toSorted();
const reasons = (view: { readonly events?: readonly Shown[] | undefined }): readonly string[] => [...new Set((view.events ?? []).flatMap((event) => Object.values(event.withheld)))].toSorted();
const asAuditor = (path: string, user = '审计员甲') => {
  const [plain = '', asOfIndex] = path.split('?asOfIndex=');
  return auditor.get<{ readonly events?: readonly Shown[] }>('audit', plain, { asOfIndex }, { user });
};

describe('the record of a girl of nine', () => {
  test('is sealed to everybody but the worker who opened it, by whatever route', async () => {
    for (const of of involved) {
      for (const user of [undefined, '另一人', ...(of === 'police-baoji' ? [] : ['李警官'])]) {
        const view = await story.view(at(of, user));
        // She is in somebody's care, and everybody who takes part can go on working.
        expect(view).toMatchObject({ standing: 'full', custodian: { organisation: 'station-baoji' }, safeguards: ['under-14'], approvals: [] });
        expect({ of, user, told: told(view), opened: opened(view) }).toEqual({ of, user, told: [], opened: [] });
        expect(reasons(view)).toContain('needs-approval');
      }
      for (const list of ['for-me', 'for-others', 'custody'] as const) expect(told(await story.client(of).get(roleOf(of), '/worklist', { list }))).toEqual([]);
    }
    for (const path of [`/cases/${story.caseId}`, `/cases/${story.caseId}/history`]) expect(told(await asAuditor(path))).toEqual([]);
    expect(reasons(await asAuditor(`/cases/${story.caseId}/history`))).toEqual(['needs-approval', 'not-disclosed']);

    const own = await story.view(at('police-baoji', '李警官'));
    expect([own.approvals, opened(own), reasons(own)]).toEqual([['opening-worker'], ['circumstances', 'identity'], ['not-disclosed']]);
    expect(told(own)).toEqual(expect.arrayContaining([girl.name, girl.idNumber, '网格员']));
  });

  test('opens to the assigned worker as far as the table goes, and to the next one instead', async () => {
    const [one, other] = [at('station-baoji', '站员二'), at('station-baoji', '站员三')];
    expect(await story.refused(one, 'worker-assigned', { user: '站员二' })).toBe('second-person-needed');
    expect(await story.refused(at('station-baoji'), 'worker-assigned', { user: '站员二' })).toBe('user-needed');
    await story.send(at('station-baoji', '站员一'), 'worker-assigned', { user: '站员二' });
    expect(opened(await story.view(one))).toEqual(['circumstances', 'contact', 'health', 'identity']);
    expect([opened(await story.view(other)), opened(await story.view(at('police-baoji', '站员二')))]).toEqual([[], []]);
    await story.send(one, 'worker-assigned', { user: '站员三' });
    expect([opened(await story.view(one)), opened(await story.view(other)).length > 0]).toEqual([[], true]);
  });

  test('opens to whom a second person approved: a colleague, a ward, an auditor; until it ends or is taken back', async () => {
    const [clerk, head] = [at('station-baoji', '站员一'), at('office-baoji', '科长')];
    expect(await story.refused(clerk, 'access-approved', { organisation: 'station-baoji', user: '站员一' })).toBe('second-person-needed');
    expect(await story.refused(clerk, 'access-approved', { organisation: 'station-baoji' })).toBe('worker-to-name');
    expect(await story.refused(clerk, 'access-approved', { organisation: 'station-changde' })).toBe('not-taking-part');
    expect(await story.refused(at('hospital-baoji', '程护士'), 'access-approved', { organisation: 'station-baoji', user: '站员四' })).toBe('not-yours');

    await story.send(clerk, 'access-approved', { organisation: 'hospital-baoji', until: '2013-03-05T00:00:00Z' });
    for (const user of ['程护士', '马医生', undefined]) expect(told(await story.view(at('hospital-baoji', user)))).toEqual(expect.arrayContaining([girl.name, '轻度脱水']));
    expect(opened(await story.view(at('hospital-baoji', '程护士', '2013-03-05T00:00:00.000Z')))).toEqual([]);

    const approval = (await story.send(clerk, 'access-approved', { organisation: 'station-baoji', user: '站员四' })).events[0]?.id ?? '';
    expect(told(await story.view(at('station-baoji', '站员四')))).toContain(girl.name);
    await story.send(clerk, 'voided', { target: approval, reason: '已调岗' });
    expect(opened(await story.view(at('station-baoji', '站员四')))).toEqual([]);

    await story.send(head, 'access-approved', { organisation: auditors, user: '审计员甲' });
    const history = await asAuditor(`/cases/${story.caseId}/history`);
    expect([opened(history), told(history).includes(girl.name)]).toEqual([['circumstances', 'contact', 'identity'], false]);
    expect(opened(await asAuditor(`/cases/${story.caseId}/history`, '审计员乙'))).toEqual([]);
    // What protects her today protects her past, and who may look today may look at it.
    const first = `/cases/${story.caseId}/history?asOfIndex=${history.events?.[0]?.index ?? -1}`;
    expect([opened(await asAuditor(first)), opened(await asAuditor(first, '审计员乙'))]).toEqual([['circumstances', 'identity'], []]);
  });

  test('opens in an emergency to whoever says why, for 24 hours, and the office above is told and judges', async () => {
    const night = at('hospital-baoji', '夜班医生', '2013-03-05T18:00:00.000Z');
    const broken = { ground: 'treatment', reason: '凌晨两点高热惊厥，须知既往用药' } as const;
    expect(opened(await story.view(night))).toEqual([]);
    expect(await story.refused(at('hospital-baoji', undefined, night.now), 'access-broken-glass', broken)).toBe('user-needed');
    const { ids } = await story.send(night, 'access-broken-glass', broken);
    const accessId = idIn(ids, 'accessId');
    const seen = await story.view(night);
    expect([seen.approvals, told(seen)]).toEqual([['broken-glass'], expect.arrayContaining([girl.name, '轻度脱水'])]);
    expect(opened(await story.view({ ...night, user: '日班医生' }))).toEqual([]);
    expect(opened(await story.view({ ...night, now: '2013-03-06T17:59:59.999Z' }))).not.toEqual([]);
    expect(opened(await story.view({ ...night, now: '2013-03-06T18:00:00.000Z' }))).toEqual([]);

    // Whoever takes no part cannot even ask.
    expect(await story.refused(at('station-changde', '站员'), 'access-broken-glass', broken)).toBe('case-not-found');

    await hub.settled(story.caseId);
    const alerts = async () => (await hub.as('office-baoji').all('for-me', { kind: 'broken-glass-to-review' })).filter(({ caseId }) => caseId === story.caseId);
    expect(await alerts()).toMatchObject([{ ref: accessId, counterpart: 'hospital-baoji', since: night.now }]);
    // The office reads why without an approval of its own, and nothing else.
    const office = at('office-baoji', '科长', '2013-03-06T01:00:00.000Z');
    const judged = await story.view(office);
    expect(JSON.stringify(judged)).toContain(broken.reason);
    expect([opened(judged), told(judged)]).toEqual([['circumstances'], []]);
    expect(await story.refused(at('station-baoji', '站员一', office.now), 'voided', { target: accessId, reason: '误报' })).toBe('not-yours');
    expect(await story.refused({ ...night, now: office.now }, 'voided', { target: accessId, reason: '误报' })).toBe('not-voidable');
    await story.send(office, 'access-reviewed', { accessId, outcome: 'justified', note: '情况属实' });
    await hub.settled(story.caseId);
    expect(await alerts()).toEqual([]);
  });

  test('has every emergency access in the period report of those above, and of nobody else', async () => {
    const day = '2013-04-07';
    const { ids } = await story.send(at('police-baoji', '夜班警官', `${day}T02:00:00.000Z`), 'access-broken-glass', { ground: 'missing', reason: '夜间走失' });
    const entry = { accessId: idIn(ids, 'accessId'), caseId: story.caseId, organisation: 'police-baoji', user: '夜班警官', at: `${day}T02:00:00.000Z`, ground: 'missing', responsible: 'station-baoji' };
    type Report = { readonly brokenGlass: readonly object[] };
    const period = { from: day, to: day };
    const listed = async (client: Client): Promise<readonly object[]> => (await client.get<Report>('audit', '/reports/period', period)).brokenGlass;
    await waitFor('the report to have it', async () => (await listed(auditor)).length === 1);
    for (const client of [auditor, story.client('station-baoji'), story.client('office-baoji'), story.client('office-shaanxi')]) expect(await listed(client)).toMatchObject([entry]);
    for (const client of [story.client('station-changde'), story.client('office-changde')]) expect(await listed(client)).toEqual([]);
    await story.send(at('office-baoji', '科长', `${day}T04:00:00.000Z`), 'access-reviewed', { accessId: entry.accessId, outcome: 'not-justified' });
    await waitFor('the outcome', async () => 'outcome' in ((await listed(auditor))[0] ?? {}));
    expect(await listed(auditor)).toMatchObject([{ ...entry, outcome: 'not-justified' }]);
  });
});
