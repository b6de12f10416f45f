/**
 * The settings of a broker on this machine alone: one node that is broker and controller (KRaft), small. `host` is what it listens on; clients find it on
 * loopback, at `port` or where that is mapped to. Topics are made by those who know their partitions, so a mistyped name is an error and not a new topic.
 */
export function brokerSettings({ directory, host = '127.0.0.1', port, mappedPort = port, controllerPort }) {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://${host}:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${mappedPort}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': directory,
    'auto.create.topics.enable': false,
    // One node can keep one copy.
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // Small: each partition of these costs files, and the cleaner's buffer is 128 MiB if nobody says otherwise.
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.num.partitions': 4,
    'log.index.size.max.bytes': 1024 * 1024,
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
    // The first consumer of a group need not wait for a second one.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
  };
}

/** As a file that the broker reads, where a backslash begins an escape. */
export const asProperties = (settings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${String(value).replaceAll('\\', '/')}\n`)
    .join('');

/** As the environment that the official image reads. */
export const asEnvironment = (settings) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, String(value)]));
