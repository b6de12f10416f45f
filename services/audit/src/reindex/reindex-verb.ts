import { operatorVerb } from '@guitu/service-kit';
import type { Logger, OperatorVerb } from '@guitu/service-kit';
import { z } from 'zod';
import { reindex } from './reindex.js';
import type { ReindexOptions } from './reindex.js';

/** `guitu reindex`. */
export const reindexVerb = (options: Pick<ReindexOptions, 'vault' | 'store'>): OperatorVerb =>
  operatorVerb({
    name: 'reindex',
    input: z.strictObject({}),
    run: async (_input, work) => ({ events: (await reindex({ ...options, signal: work.signal, onProgress: (done, total) => work.progress('index', done, total) })) ?? null }),
  });

/** Says in the log that persons are found by less than this version can. */
export async function tellOldIndex(vault: Pick<ReindexOptions['vault'], 'indexState'>, logger: Pick<Logger, 'warn'>): Promise<void> {
  if (!(await vault.indexState()).complete) logger.warn('the index of names is of an earlier version: those recorded before are found by whole name and number alone; run guitu reindex');
}
