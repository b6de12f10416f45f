import { readFile } from 'node:fs/promises';
import { noContainers } from './containers.js';
import type { EventStoreServer } from './eventstoredb.js';

interface Image {
  readonly image: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** For the first time that an image is fetched. */
export const IMAGE_TIMEOUT_MS = 300_000;

/** The official image, as `infra/eventstoredb/server.json` pins and sets it, with its log in memory. */
export async function startEventStoreImage(): Promise<EventStoreServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const { image, port, environment } = JSON.parse(await readFile(new URL('../../../infra/eventstoredb/server.json', import.meta.url), 'utf8')) as Image;
  const container = await new GenericContainer(image)
    .withEnvironment({ ...environment, EVENTSTORE_MEM_DB: 'true' })
    .withExposedPorts(port)
    .withWaitStrategy(Wait.forHttp('/health/live', port).forStatusCode(204))
    .withStartupTimeout(IMAGE_TIMEOUT_MS)
    .start();
  return { url: `esdb://${container.getHost()}:${container.getMappedPort(port)}?tls=false`, stop: async () => void (await container.stop()) };
}

const missing = await noContainers();
if (missing !== undefined) process.stderr.write(`guitu: the suites on the official EventStoreDB image are skipped: ${missing}.\n`);

/** `describe` for suites on the official image; skipped where no container engine answers, which is said in one line. */
export const describeOnImage = missing === undefined ? describe : describe.skip;
