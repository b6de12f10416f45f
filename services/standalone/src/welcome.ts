import { sampleSecret } from './issuer/index.js';
import type { Hub } from './hub.js';
import type { Config } from '@guitu/service-kit';
import { prepared } from '@guitu/event-bus';

const names: Readonly<Record<string, string>> = {
  issuer: 'token issuer 令牌', police: 'police 公安', hospital: 'hospital 医院', station: 'station 救助站', 'elder-care': 'elder-care 托养', 'civil-affairs': 'civil affairs 民政', audit: 'audit 审计',
};

/** A person worth following: the case that most organisations held. */
function exampleCase(hub: Hub): { readonly caseId: string; readonly caseNumber: string } | undefined {
  const reader = hub.projections.reader('worklist');
  try {
    const row = reader.read((db) =>
      prepared<[], { case_id: string; case_number: string }>(
        db,
        `select case_id, case_number from cases where case_id = (select case_id from stays group by case_id order by count(distinct organisation) desc, case_id limit 1)`,
      ).get(),
    );
    return row === undefined ? undefined : { caseId: row.case_id, caseNumber: row.case_number };
  } finally {
    reader.close();
  }
}

/** What somebody needs who has just started the hub for the first time. */
export async function welcome(hub: Hub, config: Config): Promise<string> {
  const lines = ['', 'Guitu 归途 is running (Ctrl-C stops it).', ''];
  for (const [service, url] of Object.entries(hub.urls)) lines.push(`  ${(names[service] ?? service).padEnd(20)} ${url}${service === 'issuer' ? '' : '/docs'}`);
  lines.push('');
  if (config.sample) {
    lines.push('Sample mode: the sample organisations and their public secrets are valid. For a real installation set GUITU_SAMPLE=off and GUITU_ORGANISATIONS.', '');
    const example = exampleCase(hub);
    if (example !== undefined) {
      lines.push(
        `Follow one person across the agencies (case ${example.caseNumber}):`,
        '',
        `  TOKEN=$(curl -s ${hub.urls.issuer}/oauth/token -d grant_type=client_credentials -d client_id=audit-baoji -d client_secret=${sampleSecret('audit-baoji')} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
        `  curl -s -H "Authorization: Bearer $TOKEN" ${hub.urls.audit}/cases/${example.caseId}/history`,
        '',
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
