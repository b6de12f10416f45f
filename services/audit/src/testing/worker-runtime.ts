import { realRuntime } from '@guitu/event-bus/testing';

/** The worker's side of the real clock, by address. */
export const workerRuntime = (): ReturnType<typeof realRuntime> => realRuntime();
