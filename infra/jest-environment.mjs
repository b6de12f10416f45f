import diagnostics from 'node:diagnostics_channel';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Channels of `node:diagnostics_channel` stay for the life of the process. Node 20 holds them weakly, and when it learns that one was collected it forgets
 * whatever channel has that name by then. In a program each belongs to one module, which is never collected; jest loads the module anew for each suite of a
 * worker, so that a suite's subscribers could be forgotten because an earlier suite had ended.
 */
const kept = new Map();
const { channel } = diagnostics;
const keep = (name) => {
  if (!kept.has(name)) kept.set(name, channel(name));
};
for (const made of ['channel', 'subscribe']) {
  const original = diagnostics[made];
  diagnostics[made] = (name, ...rest) => {
    keep(name);
    return original(name, ...rest);
  };
}
const { tracingChannel } = diagnostics;
diagnostics.tracingChannel = (named) => {
  if (typeof named === 'string') for (const moment of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) keep(`tracing:${named}:${moment}`);
  return tracingChannel(named);
};

export default TestEnvironment;
