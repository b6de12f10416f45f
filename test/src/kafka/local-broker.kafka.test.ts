import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithOwnBroker, startBroker } from '../support/kafka.js';
import { waitFor } from '../support/wait-for.js';

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describeWithOwnBroker('a broker on this machine', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'guitu-kafka-'));
  afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

  it('comes back on its data and port after kill -9, and leaves no process behind when what started it is killed', async () => {
    const broker = await startBroker({ dataDirectory });
    const [first] = [broker.pid];
    // Linux gives those above to outgoing connections, IANA those above 49,151: one of them would hold the port when the broker wants it back.
    expect(Number(broker.brokers[0]?.split(':')[1])).toBeLessThan(32_768);
    await broker.kill();
    expect(runs(first)).toBe(false);
    await broker.restart();
    expect(broker.pid).not.toBe(first);
    await broker.killStarter();
    await waitFor('the broker to be gone', () => !runs(broker.pid));
  }, 240_000);
});
