import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOfLocalDate } from '@guitu/contracts';
import type { RegisterData } from '@guitu/contracts';
import type { EventFeed } from '@guitu/event-store';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import type { Hub } from './hub.js';
import { createProgress } from './progress.js';
import { playSample, renderReport, sampleClients, sampleReportQuery } from './sample/index.js';
import type { PeriodReport } from './sample/index.js';

/** The log of a sample is born as its year begins (+08:00). */
export const sampleBirth = Date.parse(startOfLocalDate(sampleReportQuery.from));

export interface Example {
  readonly caseId: string;
  readonly caseNumber: string;
}
/** Kept beside the log: whether the sample was played to its end, and whom to follow in it. */
type Mark = { readonly state: 'playing' } | { readonly state: 'played'; readonly example: Example };

const markFile = (dataDirectory: string): string => join(dataDirectory, 'sample.json');

async function readMark(dataDirectory: string): Promise<Mark | undefined> {
  try {
    return JSON.parse(await readFile(markFile(dataDirectory), 'utf8')) as Mark;
  } catch {
    return undefined;
  }
}

async function writeMark(dataDirectory: string, mark: Mark): Promise<void> {
  const file = markFile(dataDirectory);
  await writeFile(`${file}.new`, JSON.stringify(mark));
  await rename(`${file}.new`, file);
}

async function hasCases(store: EventFeed): Promise<boolean> {
  for await (const page of store.subscribe({ categories: ['case'], live: false, pageSize: 1 })) if (page.events.length > 0) return true;
  return false;
}

export interface FirstStartOptions {
  readonly hub: Pick<Hub, 'urls'> & { readonly store: EventFeed };
  readonly register: RegisterData;
  readonly dataDirectory: string;
  readonly signal: AbortSignal;
  /** Standard output. */
  readonly output: NodeJS.WriteStream;
}

/**
 * Plays the sample's year into a log that has no case yet, through the public HTTP APIs, and prints the report beside the survey.
 * A play that was interrupted goes on where it was; a log with cases of its own is left alone. Answers with somebody worth following, if the sample is there.
 */
export async function firstStart({ hub, register, dataDirectory, signal, output }: FirstStartOptions): Promise<Example | undefined> {
  const mark = await readMark(dataDirectory);
  if (mark?.state === 'played') return mark.example;
  if (mark === undefined && (await hasCases(hub.store))) return undefined;

  await writeMark(dataDirectory, { state: 'playing' });
  output.write('First start: playing the sample, ten months of one station, through the five services (首次启动：正在载入示例).\n');
  const clients = sampleClients({ baseUrls: hub.urls, runtime: systemRuntime, secretOf: sampleSecret });
  const progress = createProgress('Sample 示例', output, systemRuntime.realNow);
  try {
    const { example } = await playSample({ register, clients, signal, progress: progress.update });
    progress.end();
    const report = await clients.of('audit-baoji').get<PeriodReport>('audit', '/reports/period', sampleReportQuery);
    output.write(`\n${renderReport(report)}`);
    await writeMark(dataDirectory, { state: 'played', example });
    return example;
  } finally {
    progress.end();
    clients.close();
  }
}
