const gate = ['high', 'critical'];

/** Reads what `pnpm audit --json` says: `{ reason }` where no audit was to be had, else `{ advisories }`. */
export function readAudit(text) {
  let answer;
  try {
    // npm and pnpm may print warnings before it.
    answer = JSON.parse(text.slice(Math.max(0, text.indexOf('{'))));
  } catch {
    return { reason: 'the package manager did not answer in JSON' };
  }
  if (answer.error !== undefined) return { reason: String(answer.error.code ?? 'unknown') };
  if (typeof answer.advisories !== 'object' || answer.advisories === null) return { reason: 'the package manager answered with no list of advisories' };
  return {
    advisories: Object.values(answer.advisories).map(({ github_advisory_id: id, module_name: name, severity, title, vulnerable_versions: versions }) => ({ id: String(id), name, severity, title, versions })),
  };
}

/**
 * What fails the check and what is only told, by advisories that are known today (`YYYY-MM-DD`). An exception lets one advisory pass until its date, and says why;
 * one that is past its date, or that is needed no longer, fails as well, so that the list never grows old.
 */
export function judge(advisories, exceptions, today) {
  const known = new Set(advisories.map(({ id }) => id));
  const excepted = new Map(exceptions.map((exception) => [exception.id, exception]));
  const line = ({ id, name, severity, title, versions }) => `${severity}: ${name} ${versions}: ${title} (${id})`;
  const passes = (id) => (excepted.get(id)?.until ?? '') >= today;
  return {
    failures: [
      ...advisories.filter(({ id, severity }) => gate.includes(severity) && !passes(id)).map(line),
      ...exceptions.filter(({ id }) => !known.has(id)).map(({ id }) => `the exception for ${id} is needed no longer; remove it from infra/audit/exceptions.json`),
      ...exceptions.filter(({ id, until }) => known.has(id) && until < today).map(({ id, until }) => `the exception for ${id} has ended on ${until}`),
    ],
    told: advisories.filter(({ id, severity }) => !gate.includes(severity) || passes(id)).map((one) => `${line(one)}${excepted.has(one.id) ? `; let pass until ${excepted.get(one.id).until}: ${excepted.get(one.id).because}` : ''}`),
  };
}
