import type { Answer, Question } from './messages.js';

/** What a program of the bench can be asked; `close` releases what it holds. */
export interface Served {
  readonly close: () => Promise<void> | void;
  readonly [method: string]: (argument: never) => unknown;
}

/** Makes this process a program of the bench: the first question starts it, `close` ends it, and it does not outlive whoever started it. */
export function serve<A>(start: (argument: A) => Promise<Served>): void {
  let served: Served | undefined;

  async function handle({ method, argument }: Question): Promise<unknown> {
    if (method === 'start') {
      served = await start(argument as A);
      return undefined;
    }
    const act = served?.[method];
    if (act === undefined) throw new RangeError(`there is no method ${method}`);
    return await act(argument as never);
  }

  process.on('message', (question: Question) => {
    const { id, method } = question;
    void handle(question)
      .then(
        (value): Answer => ({ id, value }),
        (error: unknown): Answer => ({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      )
      .then((answer) => process.send?.(answer, undefined, undefined, () => {
        if (method === 'close') process.exit(0);
      }));
  });
  process.on('disconnect', () => process.exit(1));
}
