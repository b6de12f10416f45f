/** All that a projection takes from outside its log: so that a simulation can run it under a seed. */
export interface Runtime {
  /** Milliseconds since 1970, real time. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Ends after that many milliseconds; when the signal fires it ends or rejects at once. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `sleep` that simply ends when the signal fires. */
export async function pause(runtime: Runtime, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await runtime.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
