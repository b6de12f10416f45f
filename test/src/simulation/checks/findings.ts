/** What turned out to be wrong in a schedule. Collected, because whoever finds it may stand deep inside the hub, where throwing would be one more fault. */
export class Findings {
  readonly all: string[] = [];

  must(holds: boolean, otherwise: () => string): void {
    if (!holds) this.all.push(otherwise());
  }

  /** Throws the first thing that was found. */
  stop(): void {
    const [first] = this.all;
    if (first !== undefined) throw new Error(first);
  }
}

/** The same value, however its members are ordered. */
export function alike(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]));
}
