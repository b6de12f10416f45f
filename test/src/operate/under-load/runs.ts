import { join } from 'node:path';
import { sampleSecret } from '@guitu/service-kit';
import type { Hub } from '@guitu/standalone';
import { exchangeBytes } from '../../support/exchange-bytes.js';

/** One use of a verb on a hub that runs. */
export interface Run {
  /** As `--help` names it, with the word after it where there is one. */
  readonly verb: string;
  /** What the figures say beside the verb. */
  readonly how?: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly exit: number;
  /** Labels of what it tells on its way. */
  readonly progress?: readonly string[];
  /** Changes nothing, so that it can be timed several times. */
  readonly looks?: true;
  /** What is broken or mended first. */
  readonly before?: () => void;
}

export interface Place {
  readonly data: string;
  readonly scratch: string;
  readonly urls: Hub['urls'];
  /** A case of the police of Baoji that nobody works on. */
  readonly caseId: string;
  /** Two cases with two events each that nobody works on, one to be mended and one to be given up. */
  readonly broken: readonly [mended: string, givenUp: string];
}

/** Verbs for a hub that must not run. */
export const offline: readonly string[] = ['restore'];

const agency = (word: string, id: string, ...words: readonly string[]): Pick<Run, 'verb' | 'words'> => ({ verb: `agency ${word}`, words: ['agency', word, id, ...words] });

/** Every verb, in an order in which each finds what it needs; those that must be refused as well. */
export function runsAt({ data, scratch, urls, caseId, broken: [mended, givenUp] }: Place): readonly Run[] {
  const sound = new Map<string, Uint8Array>();
  const damage = (stream: string): void => void sound.set(stream, exchangeBytes(data, stream, 1, Buffer.from('\u0000 no event')));
  const mend = (stream: string): void => void exchangeBytes(data, stream, 1, sound.get(stream) ?? Buffer.of());
  const station = ['--kind', 'station', '--name', '凤翔区救助管理站', '--division', '610322'] as const;
  const keys = ['--keys', join(scratch, 'keys'), '--new-key', join(scratch, 'backup.key')] as const;
  return [
    { verb: 'projections', words: ['projections'], exit: 0, looks: true },
    { ...agency('add', 'station-fengxiang', ...station), how: 'of a station', exit: 0 },
    { ...agency('add', 'station-fengxiang', ...station.slice(0, -1), '610300'), how: 'that is another', exit: 4 },
    { ...agency('add', 'office-fengxiang', '--kind', 'civil-affairs', '--name', '凤翔区民政局', '--division', '610322'), how: 'of an office', exit: 0, progress: ['worklist'] },
    { ...agency('rotate', 'station-fengxiang', '--grace', '1h'), exit: 0 },
    { ...agency('disable', 'station-fengxiang'), exit: 0 },
    { ...agency('rotate', 'station-fengxiang'), how: 'of one that is shut out', exit: 4 },
    { ...agency('enable', 'station-fengxiang'), exit: 0 },
    { verb: 'agency list', words: ['agency', 'list'], exit: 0, looks: true },
    { verb: 'disclose', words: ['disclose', '--as', 'police-baoji', '--case', caseId], exit: 0, looks: true },
    { verb: 'retention', words: ['retention', '--dry-run'], exit: 0, progress: ['looking at closed cases'] },
    { verb: 'retention', how: 'without --dry-run', words: ['retention'], exit: 2 },
    { verb: 'reindex', words: ['reindex'], exit: 0, progress: ['index'] },
    { verb: 'keys rotate', words: ['keys', 'rotate'], exit: 0, progress: ['wrapping the keys'] },
    { verb: 'export', how: 'of a station', words: ['export', '--as', 'station-baoji', '--issuer', urls.issuer, '--url', urls.station, '--out', join(scratch, 'cases.ndjson')], environment: { GUITU_CLIENT_SECRET: sampleSecret('station-baoji') }, exit: 0, progress: ['cases'] },
    { verb: 'backup', how: 'with keys and projections', words: ['backup', join(scratch, 'log'), '--projections', ...keys], exit: 0, progress: ['copying projections', 'copying the log', 'reading log.db back', 'copying who looked', 'wrapping the keys'] },
    { verb: 'backup', how: 'over another', words: ['backup', join(scratch, 'log')], exit: 4 },
    { verb: 'rebuild', how: 'of audit', words: ['rebuild', 'audit'], exit: 0, progress: ['audit'] },
    { verb: 'rebuild', how: 'of worklist', words: ['rebuild', 'worklist'], exit: 0, progress: ['worklist'], before: () => [mended, givenUp].forEach(damage) },
    { verb: 'parked list', words: ['parked', 'list'], exit: 0, looks: true },
    { verb: 'parked retry', how: 'with the cause still there', words: ['parked', 'retry', 'worklist', mended], exit: 1 },
    { verb: 'parked retry', words: ['parked', 'retry', 'worklist', mended], exit: 0, before: () => mend(mended) },
    { verb: 'parked skip', words: ['parked', 'skip', 'worklist', givenUp, '--revision', '1', '--reason', 'written by hand'], exit: 0 },
  ];
}
