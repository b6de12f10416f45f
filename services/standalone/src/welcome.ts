import { sampleSecret } from '@guitu/service-kit';
import type { Config } from '@guitu/service-kit';
import type { Example } from './first-start.js';
import type { Hub } from './hub.js';

const names: Readonly<Record<string, string>> = {
  issuer: 'token issuer 令牌', police: 'police 公安', hospital: 'hospital 医院', station: 'station 救助站', 'elder-care': 'elder-care 托养', 'civil-affairs': 'civil affairs 民政', audit: 'audit 审计', 'data-protection': 'data protection 保护',
};
/** Columns on a terminal: a Chinese character takes two. */
const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(1, columns - [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0)));

/** What somebody needs who has just started the hub. */
export function welcome(hub: Pick<Hub, 'urls'>, config: Pick<Config, 'sample'>, example: Example | undefined): string {
  const lines = ['', 'Guitu 归途 is running (Ctrl-C stops it).', ''];
  for (const [service, url] of Object.entries(hub.urls)) lines.push(`  ${padded(names[service] ?? service, 24)}${url}${service === 'issuer' ? '/oauth/token' : '/docs'}`);
  lines.push('');
  if (config.sample) lines.push('Sample mode: the sample organisations and their public secrets are valid. A real installation sets GUITU_SAMPLE=off and GUITU_ORGANISATIONS.', '');
  if (config.sample && example !== undefined) {
    lines.push(
      `One person to follow across the agencies (case ${example.caseNumber}):`,
      '',
      `  TOKEN=$(curl -s ${hub.urls.issuer}/oauth/token -d grant_type=client_credentials -d client_id=audit-baoji -d client_secret=${sampleSecret('audit-baoji')} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
      `  curl -s -H "Authorization: Bearer $TOKEN" ${hub.urls.audit}/cases/${example.caseId}/history`,
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}
