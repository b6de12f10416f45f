import type { Projections } from './projections.js';

/** Projections that run in several threads as those of one service: what concerns one of them goes where it runs. The parts belong to the whole from now on. */
export function joinProjections(parts: readonly Projections[]): Projections {
  const partOf = new Map(parts.flatMap((part) => part.names.map((name) => [name, part] as const)));
  const names = [...partOf.keys()];
  if (names.length < parts.reduce((sum, part) => sum + part.names.length, 0)) throw new TypeError('Two projections have one name.');

  function named(name: string): Projections {
    const part = partOf.get(name);
    if (part === undefined) throw new RangeError(`There is no projection "${name}" here.`);
    return part;
  }
  /** A thread that is busy delays no word about those of another. */
  const asked = (of: readonly string[] | undefined): readonly Projections[] => (of === undefined ? parts : parts.filter((part) => part.names.some((name) => of.includes(name))));

  async function ofAll<T>(ask: (part: Projections) => Promise<readonly T[]>, among = parts): Promise<readonly T[]> {
    return (await Promise.all(among.map(ask))).flat();
  }

  return {
    names,
    status: async (of) => ofAll((part) => part.status(of), asked(of)),
    waitFor: async (name, ...event) => named(name).waitFor(name, ...event),
    rebuild: async (name) => named(name).rebuild(name),
    reconfigure: async (name, options) => named(name).reconfigure(name, options),
    listParked: async (name) => (name === undefined ? ofAll((part) => part.listParked()) : named(name).listParked(name)),
    listSkipped: async (name) => (name === undefined ? ofAll((part) => part.listSkipped()) : named(name).listSkipped(name)),
    retry: async (name, stream) => named(name).retry(name, stream),
    skip: async (name, ...skip) => named(name).skip(name, ...skip),
    reader: (name) => named(name).reader(name),
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}
