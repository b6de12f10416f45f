/** What a script can tell from the exit code; `docs/operating.md` lists the same. */
export const exit = {
  done: 0,
  failed: 1,
  /** An option or a word that the command does not take. */
  usage: 2,
  /** It needs a running hub and there is none, or one that is not ready for it yet, or it needs a stopped one and it runs. */
  hub: 3,
  /** The hub or the command will not do that; nothing was changed. */
  refused: 4,
  /** Whoever read its answer has gone (`guitu … | head`), as a shell reports it of any tool. */
  unread: 141,
} as const;
export type Exit = (typeof exit)[keyof typeof exit];

/** Ends the command with one line on standard error. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    readonly exit: Exit,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
