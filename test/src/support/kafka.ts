import { sharedBroker, whyNoBroker } from './broker.js';

export { sharedBroker, startBroker } from './broker.js';
export type { Broker } from './broker.js';

/** Where the shared broker keeps its data, if that is on this machine and ours. */
export const sharedBrokerData = (): string | undefined => process.env['KAFKA_TEST_DATA'];

/** `describe` for suites over the shared broker. */
export const describeWithBroker = sharedBroker() === undefined ? describe.skip : describe;

/** `describe` for suites that start brokers of their own and break them. Skipped where the shared one is, and where this machine cannot start one, which is then said in one line. */
export function describeWithOwnBroker(name: string, suite: () => void): void {
  (canStart() ? describe : describe.skip)(name, suite);
}

function canStart(): boolean {
  if (sharedBroker() === undefined) return false;
  const reason = whyNoBroker();
  if (reason !== undefined) process.stderr.write(`${reason} Suites that break a broker are skipped.\n`);
  return reason === undefined;
}
