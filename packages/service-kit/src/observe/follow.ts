import { tracingChannel } from 'node:diagnostics_channel';

/** What a channel tells at the end of a step. `error` is there where it failed. */
type Ended<Context> = Context & { readonly error?: unknown };

/**
 * Tells at the end of each pass through the step how long it took, in seconds, and at its beginning that it began. A step that answers with a promise is over
 * when that settles. Answers with a function that stops listening.
 * @param channel name of a tracing channel of Node
 */
export function follow<Context extends object>(channel: string, ended: (context: Ended<Context>, seconds: number) => void, begins: (context: Context) => void = () => {}): () => void {
  const begun = new WeakMap<object, number>();
  const finish = (context: object): void => {
    const at = begun.get(context);
    begun.delete(context);
    if (at !== undefined) ended(context as Ended<Context>, (performance.now() - at) / 1_000);
  };
  const nothing = (): void => {};
  const listeners = {
    // Not the runtime's clock: this one is finer, and nothing but a figure depends on it.
    start: (context: object): void => {
      begun.set(context, performance.now());
      begins(context as Context);
    },
    end: (context: object): void => {
      if ('result' in context || 'error' in context) finish(context);
    },
    asyncStart: nothing,
    asyncEnd: finish,
    error: nothing,
  };
  const followed = tracingChannel<unknown, object>(channel);
  followed.subscribe(listeners);
  return () => followed.unsubscribe(listeners);
}
