import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../bootstrap/refusal.mjs';
import { startBroker } from './broker.mjs';
import { startBrokerContainer } from './container.mjs';

/**
 * A broker for a run of the tests: `{ env, stop() }`, where `env` is what the tests need to find it. The one that KAFKA_BROKERS names, one on this machine,
 * or one from the official image; if there is none, the suites that need one are skipped, and one line says why.
 */
export async function brokerForTests() {
  if (process.env.KAFKA_BROKERS) return { env: {}, stop: async () => undefined };
  const reasons = [];
  for (const start of [onThisMachine, startBrokerContainer]) {
    try {
      const broker = await start();
      return { env: { KAFKA_BROKERS: broker.address, ...(broker.dataDirectory === undefined ? {} : { KAFKA_TEST_DATA: broker.dataDirectory }) }, stop: broker.stop };
    } catch (error) {
      reasons.push((error instanceof Refusal ? error.message : `no container: ${error.message}`).split('\n')[0].replace(/\.$/, ''));
    }
  }
  console.error(`guitu: the Kafka suites are skipped: ${reasons.join('; ')}.`);
  return { env: {}, stop: async () => undefined };
}

async function onThisMachine() {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'guitu-kafka-'));
  // Whatever ends this process; the broker goes with it.
  const clear = () => rmSync(dataDirectory, { recursive: true, force: true });
  process.once('exit', clear);
  try {
    const broker = await startBroker({ dataDirectory });
    return { address: broker.address, dataDirectory, stop: () => broker.stop({ now: true }) };
  } catch (error) {
    clear();
    throw error;
  }
}
