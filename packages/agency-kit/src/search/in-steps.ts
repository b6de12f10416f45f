import type { Runtime } from '@guitu/service-kit';

/** An answer leaves at a whole multiple of so many milliseconds after its work began, so that how long it took tells nothing below that. */
export const stepMs = 100;

/** Does the work, and settles as it does, at the end of the step in which it was done. */
export async function inSteps<T>(runtime: Pick<Runtime, 'realNow' | 'sleep'>, work: () => Promise<T>): Promise<T> {
  const began = runtime.realNow();
  try {
    return await work();
  } finally {
    await runtime.sleep(stepMs - (Math.max(0, runtime.realNow() - began) % stepMs));
  }
}
