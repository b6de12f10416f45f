/** The hub does not carry the rate on this machine, as busy as it is now. */
export class NotCarried extends Error {}

/** For an answer that is none of those expected. 503 is what a hub says that cannot keep up, or whose store or vault cannot. */
export const unexpected = (status: number, message: string): Error => (status === 503 ? new NotCarried(message) : new Error(message));
