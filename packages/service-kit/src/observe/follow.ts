import { tracingChannel } from 'node:diagnostics_channel';

/** What a channel tells at the end of a step. `error` is there where it failed. */
type Ended<Context> = Context & { readonly error?: unknown };

interface Step {
  /** Name of a tracing channel of Node. */
  readonly channel: string;
  /** Whether the step is over when its function returns, or when its promise settles. */
  readonly over: 'returned' | 'settled';
}

/** Tells at the end of each pass through the step how long it took, in seconds, and at its beginning that it began. Answers with a function that stops listening. */
export function follow<Context extends object>({ channel, over }: Step, ended: (context: Ended<Context>, seconds: number) => void, begins: (context: Context) => void = () => {}): () => void {
  const begun = new WeakMap<object, number>();
  const finish = (context: object): void => {
    const at = begun.get(context);
    if (at !== undefined) ended(context as Ended<Context>, (performance.now() - at) / 1_000);
  };
  const nothing = (): void => {};
  const listeners = {
    // Not the runtime's clock: this one is finer, and nothing but a figure depends on it.
    start: (context: object): void => {
      begun.set(context, performance.now());
      begins(context as Context);
    },
    end: over === 'returned' ? finish : nothing,
    asyncStart: nothing,
    asyncEnd: over === 'settled' ? finish : nothing,
    error: nothing,
  };
  const followed = tracingChannel<unknown, object>(channel);
  followed.subscribe(listeners);
  return () => followed.unsubscribe(listeners);
}
