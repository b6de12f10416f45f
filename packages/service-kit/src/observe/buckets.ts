/** Seconds. From a read in memory to what nobody waits for; one fsync of a good disk lies near the lower end, of a bad one in the middle. */
export const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
