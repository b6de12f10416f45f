/**
 * Runs work that has the same key in turn, other work at once. A client that sends a command twice at the same time must get the answer of the first
 * for the second: event ids do not depend on the body, so the store alone would take a second body under the same key for a repetition of the first.
 */
export function createTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(key, mine);
    const done = (): void => {
      if (last.get(key) === mine) last.delete(key);
    };
    mine.then(done, done);
    return mine;
  };
}
