import { describeServer } from '../fakes/eventstoredb/behaviour.js';
import { describeOnImage, IMAGE_TIMEOUT_MS, startEventStoreImage } from '../support/eventstoredb-image.js';
import type { EventStoreServer } from '../support/eventstoredb.js';
import { describeAdapter } from './conformance.js';

describeOnImage('on the official image', () => {
  let image: EventStoreServer;
  beforeAll(async () => (image = await startEventStoreImage()), IMAGE_TIMEOUT_MS);
  afterAll(() => image.stop());
  const running = (): Promise<EventStoreServer> => Promise.resolve({ url: image.url, stop: () => Promise.resolve() });
  describeServer('what our own server does', running); // Where the two differ, ours is wrong.
  describeAdapter(running);
});
