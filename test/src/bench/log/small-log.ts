import { copyFile, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegisterData } from '@guitu/contracts';
import type { Bench } from '../row.js';
import { bigLog } from './big-log.js';

/** Enough for some seconds on the way through Kafka, where a log as big as the others would take minutes a turn. */
const CASES = 2_000;

export interface SmallLog {
  /** A copy of the log's file that may be written to. */
  readonly file: string;
  readonly register: RegisterData;
  readonly cases: number;
}

/** A log like the big one with fewer cases. */
export async function smallLog(bench: Pick<Bench, 'cases' | 'data' | 'scratch' | 'say'>): Promise<SmallLog> {
  const { directory, register, cases } = await bigLog({ ...bench, cases: Math.min(bench.cases, CASES) });
  const file = join(await mkdtemp(join(bench.scratch, 'log-')), 'log.db');
  await copyFile(join(directory, 'log.db'), file);
  return { file, register, cases };
}
