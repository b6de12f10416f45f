/** A row for each key, all at nothing. */
export const zero = <K extends string>(keys: readonly K[]): Record<K, number> => Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

export const sumOf = (partition: Readonly<Record<string, number>>): number => Object.values(partition).reduce((sum, one) => sum + one, 0);
