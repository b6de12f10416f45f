import type { Connection } from './connection.js';
import { openConnection } from './connection.js';

export interface ClosedLoopOptions {
  readonly connections: number;
  /** How long new requests begin. */
  readonly seconds: number;
  /** What one client does, again and again; a request each time. Made once for each client. */
  readonly client: () => (connection: Connection) => Promise<void>;
  /** Told when the asking took so much of a core that it may be what was measured. */
  readonly say: (line: string) => void;
}

const BUSY = 0.9;

export interface LoopResult {
  /** Requests a second, over the time until the last answer. */
  readonly perSecond: number;
  /** Milliseconds of each request, in no order. */
  readonly latencies: readonly number[];
}

/** Each client sends its next request when it has its answer. The first failure ends the run and is thrown. */
export async function closedLoop({ connections, seconds, client, say }: ClosedLoopOptions): Promise<LoopResult> {
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const deadline = begun + seconds * 1_000;
  let failed = false;
  async function run(): Promise<void> {
    const connection = openConnection();
    const act = client();
    try {
      for (let now = performance.now(); now < deadline && !failed; ) {
        await act(connection);
        const after = performance.now();
        latencies.push(after - now);
        now = after;
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      await connection.close();
    }
  }
  await Promise.all(Array.from({ length: connections }, run));
  const milliseconds = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  const share = (user + system) / 1_000 / milliseconds;
  if (share > BUSY) say(`bench: the load generator took ${Math.round(share * 100)} % of a core, so the figure may be its own`);
  return { perSecond: (latencies.length / milliseconds) * 1_000, latencies };
}
