/** What the hub answers an operator with, one to a line. The last line is `done` or `failed`; an answer without one was cut off. */
export type OperatorLine =
  | { readonly progress: { readonly label: string; readonly done: number; readonly total: number } }
  | { readonly warning: string }
  | { readonly done: unknown }
  | { readonly failed: { readonly code: 'refused' | 'failed'; readonly message: string } };

/** Path of a verb on the socket. */
export const verbPath = (verb: string): string => `/operator/${verb}`;
/** Header with the name of the operating system's user. */
export const whoHeader = 'guitu-operator';
