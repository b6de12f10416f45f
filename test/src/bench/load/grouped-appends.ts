import { randomUUID } from 'node:crypto';

export interface AppendRun {
  readonly appends: number;
  /** Appends under way at a time. */
  readonly atATime: number;
  /** Bytes of the one event of each. */
  readonly size: number;
}

/** Appends events of new ids, which `append` puts into a stream of its own each, as openings do. Resolves when the last is acknowledged. */
export async function groupedAppends({ appends, atATime, size }: AppendRun, append: (id: string, bytes: Uint8Array) => Promise<unknown>): Promise<void> {
  const bytes = Buffer.alloc(size, 'x');
  const ids = Array.from({ length: appends }, () => randomUUID());
  for (let from = 0; from < appends; from += atATime) await Promise.all(ids.slice(from, from + atATime).map((id) => append(id, bytes)));
}
