import {
  ageBand, catalogue, closeCodes, commands, condition, dataClasses, eventNames, exitMode, guardianshipEnd, guardianshipMode, helpReason, henanAgeBand, kinContactResult, longTermGuardianshipGround, policeReportGround,
  purposes, referralDecline, referralWithdrawal, refusalGround, rescueType, returnRefusal, roles, settlementKind, sex, specialGroup, temporaryGuardianshipGround, terminationGround,
} from '@guitu/contracts';
import type { CodeSet, EventDefinition } from '@guitu/contracts';

type Titles = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n') + '\n';

const titled = (what: string, titles: Titles): string => table([what, '中文', 'English'], Object.entries(titles).map(([name, { zh, en }]) => [`\`${name}\``, zh, en]));

const rolesOf = ({ by }: EventDefinition): string => {
  const all = [...new Set(by.flatMap((emitters) => emitters.roles))];
  return all.length === 5 ? 'all five agencies' : all.map((role) => roles[role].en).join(', ');
};

function events(): string {
  return table(
    ['event', '中文', 'English', 'may be sent by', 'stream'],
    eventNames.map((name) => {
      const definition: EventDefinition = catalogue[name];
      return [`\`${name}\``, definition.zh, definition.en, rolesOf(definition), definition.category];
    }),
  );
}

function aliases(): string {
  return table(
    ['command', '中文', 'records', 'fixes'],
    [...commands.values()]
      .filter(({ name, event }) => name !== event)
      .map(({ name, zh, event, fixed }) => [`\`${name}\``, zh, `\`${event}\``, Object.entries(fixed).map(([field, value]) => `\`${field}: ${String(value)}\``).join(', ') || 'which members are needed or allowed']),
  );
}

const evidence: Readonly<Record<string, string>> = { standard: 'national standard', law: 'law', 'national-rule': 'national rule', local: 'a local rule, not law', seed: 'a survey of a station', own: 'our own choice' };

function codes(): string {
  const sets: readonly CodeSet<string>[] = [
    exitMode, returnRefusal, kinContactResult, referralDecline, referralWithdrawal, refusalGround, terminationGround, helpReason, settlementKind, policeReportGround,
    temporaryGuardianshipGround, longTermGuardianshipGround, guardianshipMode, guardianshipEnd, sex, ageBand, henanAgeBand, condition, rescueType, specialGroup,
  ];
  return table(
    ['codes', '中文', 'values', 'rest on'],
    sets.map(({ about, entries }) => [about.en, about.zh, Object.entries(entries).map(([code, { zh }]) => `\`${code}\` ${zh}`).join('; '), evidence[about.evidence] ?? about.evidence]),
  );
}

/** The tables of `docs/glossary.md` that follow from the contract, by the name of their section. */
export const glossaryTables: Readonly<Record<string, () => string>> = {
  roles: () => titled('kind', roles),
  purposes: () => titled('purpose', purposes),
  closings: () => titled('code', closeCodes),
  classes: () => titled('class', dataClasses),
  events,
  aliases,
  codes,
};
