import { judge, readAudit } from './judge.mjs';

const advisory = (id, severity) => ({ id, name: 'left-pad', severity, title: 'Pads too much', versions: '<2' });
const exception = (id, until) => ({ id, until, because: 'nothing of ours pads' });
const today = '2026-01-15';

describe('what the audit of dependencies says', () => {
  test('is read from the answer, warnings before it or not', () => {
    const advisories = { 1: { github_advisory_id: 'GHSA-1', module_name: 'left-pad', severity: 'high', title: 'Pads too much', vulnerable_versions: '<2', url: 'x' } };
    expect(readAudit(`warn: something\n${JSON.stringify({ advisories })}`)).toEqual({ advisories: [advisory('GHSA-1', 'high')] });
    expect(readAudit(JSON.stringify({ advisories: {} }))).toEqual({ advisories: [] });
  });

  test.each([
    ['{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE","message":"405"}}', 'ERR_PNPM_AUDIT_BAD_RESPONSE'],
    ['', 'the package manager did not answer in JSON'],
    ['{"metadata":{}}', 'the package manager answered with no list of advisories'],
  ])('is no clean bill where there was none: %s', (text, reason) => expect(readAudit(text)).toEqual({ reason }));
});

describe('an advisory', () => {
  test.each(['high', 'critical'])('that is %s fails the check', (severity) => expect(judge([advisory('GHSA-1', severity)], [], today).failures).toEqual([`${severity}: left-pad <2: Pads too much (GHSA-1)`]));

  test.each(['info', 'low', 'moderate'])('that is %s is told', (severity) => {
    expect(judge([advisory('GHSA-1', severity)], [], today)).toEqual({ failures: [], told: [`${severity}: left-pad <2: Pads too much (GHSA-1)`] });
  });

  test('passes by an exception until its date, and no longer', () => {
    const one = [advisory('GHSA-1', 'critical')];
    expect(judge(one, [exception('GHSA-1', today)], today)).toEqual({ failures: [], told: ['critical: left-pad <2: Pads too much (GHSA-1); let pass until 2026-01-15: nothing of ours pads'] });
    expect(judge(one, [exception('GHSA-1', '2026-01-14')], today).failures).toHaveLength(2);
    expect(judge(one, [{ id: 'GHSA-1', because: 'for ever' }], today).failures).not.toEqual([]);
    expect(judge([], [exception('GHSA-1', '2027-01-01')], today).failures).toEqual(['the exception for GHSA-1 is needed no longer; remove it from infra/audit/exceptions.json']);
  });
});
