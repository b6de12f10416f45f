import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../bootstrap/workspace.mjs';
import { freePorts } from './broker.mjs';
import { kafkaVersion } from './libraries.mjs';
import { asEnvironment, brokerSettings } from './settings.mjs';

const PORT = 9092;

/** The same broker from the official image, where a container engine runs: `{ address, stop() }`. Rejects where none does. The image's ports are mapped to loopback. */
export async function startBrokerContainer() {
  const { GenericContainer, Wait } = createRequire(join(root, 'test/package.json'))('testcontainers');
  // The address that the broker tells its clients must be known before it starts.
  const [host] = await freePorts(0);
  const settings = brokerSettings({ directory: '/tmp/kafka', host: '0.0.0.0', port: PORT, mappedPort: host, controllerPort: PORT + 1 });
  const container = await new GenericContainer(`apache/kafka:${kafkaVersion()}`)
    .withEnvironment({ ...asEnvironment(settings), KAFKA_HEAP_OPTS: '-Xmx400m' })
    .withExposedPorts({ container: PORT, host })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return { address: `127.0.0.1:${host}`, stop: () => container.stop() };
}
