import type { TestHub } from '../support/hub.js';
import { startTestHub } from '../support/hub.js';
import { everyEventIsDescribed, nothingPersonalOnDisk, projectionsAgree } from '../support/afterwards.js';
import type { StoryHub } from '../support/story.js';

/** Plays walks on an embedded hub of their own, and looks at what they have left behind. */
export function onEmbeddedHub(walks: (hub: StoryHub, afterwards: () => void) => void): void {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.close());

  walks({ as: (id) => hub.as(id), settled: (caseId) => hub.settled(caseId) }, () => {
    test('afterwards the worklists are what a rebuild makes of the log', () => projectionsAgree(hub));
    test('afterwards every event is what the AsyncAPI document says', () => everyEventIsDescribed(hub.hub.store));
    test('afterwards no name, number or free text stands readable in any file', () => nothingPersonalOnDisk(hub));
  });
}
