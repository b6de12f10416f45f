/** What `node --cpu-prof` writes, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number } }[];
  /** Ids of the nodes that ran, and the microseconds since the sample before. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Heavy {
  readonly name: string;
  /** The last two parts of the file's path, and the line; empty for the engine's own. */
  readonly place: string;
  /** Of the time in which the program was not idle, without what it called. */
  readonly share: number;
}

/** The functions in which a program spent its own time, the heaviest first. */
export function heaviest({ nodes, samples, timeDeltas }: CpuProfile): { readonly busyMs: number; readonly functions: readonly Heavy[] } {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, { readonly name: string; readonly place: string; microseconds: number }>();
  let busy = 0;
  samples.forEach((id, sample) => {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === '(idle)') return;
    const place = frame.url === '' ? '' : `${frame.url.split('/').slice(-2).join('/')}:${frame.lineNumber + 1}`;
    const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
    const entry = times.get(`${name} ${place}`) ?? { name, place, microseconds: 0 };
    entry.microseconds += timeDeltas[sample] ?? 0;
    busy += timeDeltas[sample] ?? 0;
    times.set(`${name} ${place}`, entry);
  });
  const functions = [...times.values()].sort((a, b) => b.microseconds - a.microseconds).map(({ name, place, microseconds }) => ({ name, place, share: microseconds / busy }));
  return { busyMs: busy / 1_000, functions };
}
