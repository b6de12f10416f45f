import type { Act } from './identity-track.js';
import { caseRef, station } from './scene.js';
import type { Scene } from './scene.js';

const MINUTE_MS = 60_000;

/** Ids of the steps that others wait for. */
export const openingStep = (story: string): string => `${story}#0`;

/**
 * What recognising somebody adds to a story: a link to the earlier case, a wrong one that is taken back the next day, and the acceptance of a second report of the same
 * man. All soon after the admission, because that is when people look.
 */
export function linkActs(scene: Scene, admittedAt: number): Act[] {
  const { profile, story, random } = scene;
  const acts: Act[] = [];
  const { linkedTo, wronglyLinkedTo, duplicate } = profile;
  if (linkedTo !== undefined) {
    acts.push({
      at: admittedAt + 10 * MINUTE_MS,
      play: () => void story.tell(station, 'linked', { otherCase: caseRef(linkedTo), method: random.pick(['document', 'staff-recognition', 'own-statement']), evidence: '与前次入站登记一致' }, [openingStep(linkedTo)]),
    });
  }
  if (wronglyLinkedTo !== undefined) {
    acts.push({
      at: admittedAt + 12 * MINUTE_MS,
      play: () => {
        const link = story.tell(station, 'linked', { otherCase: caseRef(wronglyLinkedTo), method: 'staff-recognition', evidence: '面貌相似' }, [openingStep(wronglyLinkedTo)]);
        story.wait(60, 300);
        story.tell(station, 'unlinked', { otherCase: caseRef(wronglyLinkedTo), linkId: link.id('linkId'), reason: '核对证件后确认不是同一人' });
      },
    });
  }
  if (duplicate !== undefined) {
    acts.push({
      at: admittedAt + 30 * MINUTE_MS,
      play: () => void story.tell(station, 'duplicate-accepted', { of: caseRef(duplicate), evidence: '时间地点与体貌一致' }, [`${duplicate}#2`]),
    });
  }
  return acts;
}
