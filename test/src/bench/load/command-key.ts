import { uuid7 } from '@guitu/client';

/** An `Idempotency-Key` as our client makes them: ids that follow from keys of the same time lie together in every index. */
export const commandKey = (): string => uuid7(performance.timeOrigin + performance.now(), Math.random);
