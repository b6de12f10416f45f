import type { AppendOutcome, AppendRequest, Log } from '../log/open-log.js';

/** Appends that come in one turn of the event loop share one commit, each decided after those before it. Resolves when it is on disk. */
export function groupWriter(log: Log): (request: AppendRequest) => Promise<AppendOutcome> {
  let waiting: { readonly request: AppendRequest; readonly resolve: (outcome: AppendOutcome) => void; readonly reject: (error: unknown) => void }[] = [];
  const write = (): void => {
    const group = waiting;
    waiting = [];
    try {
      const outcomes = log.append(group.map(({ request }) => request));
      for (const [index, { resolve }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome !== undefined) resolve(outcome);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (waiting.length === 1) setImmediate(write);
    });
}
