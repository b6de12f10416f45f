/** What a row needs is not on this machine: the row is left out, which is no failure. The message says what is missing. */
export class LeftOut extends Error {}
