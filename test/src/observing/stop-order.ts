/** Environment variable that names the work in which a hub is to be stopped: a rebuild, or a step of a backup. */
export const stopVariable = 'GUITU_TEST_STOP';
export type StoppedWork = 'rebuild' | 'log' | 'keys';
export const stopModule = new URL('./stop-in-work.js', import.meta.url);
/** What the hub's standard error has as soon as the signal was sent. */
export const stopped = 'stopped in the middle of its work';
