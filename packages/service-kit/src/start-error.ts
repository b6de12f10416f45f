/** The service cannot start, and the message is the one line that a person needs: what is wrong, and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
