/** What the person at the terminal can mend: shown as one line without a stack, and the exit code is 1. */
export class Refusal extends Error {}
