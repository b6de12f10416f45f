import type { Act } from './identity-track.js';
import { discharge } from './hospital.js';
import { hand, localDay, refer, station } from './scene.js';
import type { Scene } from './scene.js';
import { bureau, world } from './world.js';
import { number } from './words.js';

const services = ['协助洗漱、进餐，夜间巡视两次', '陪同散步，测量血压', '更换衣物床单，清洁居室', '康复活动一次，情绪平稳'];

/** Approved, then handed over by whoever holds the person; responsibility stays with the station. */
export function place(scene: Scene): void {
  const { profile, story, random, hospital } = scene;
  const { partner, contract } = world.partner(random);
  const sent = refer(scene, station, partner, { purpose: 'placement', reason: '需长期照料，站内不具备条件' });
  const referralId = sent.id('referralId');
  story.wait(60, 150);
  story.tell(bureau, 'placement-approved', { referralId, approval: number('TY', story.now(), random) });
  story.wait(60, 150);
  const from = hospital ?? station;
  if (hospital !== undefined) discharge(scene, 'elder-care');
  hand(scene, from, partner, { referral: referralId, documents: ['健康状况交接单'], condition: '生活部分自理' });
  scene.hospital = undefined;
  const careLevel = profile.group === 'mental' ? 'special' : random.pick(['partial', 'full', 'self-caring'] as const);
  const started = story.tell(station, 'placement-started', { partner, contract, from: localDay(story.now()), careLevel });
  scene.placement = { id: started.id('placementId'), partner };
}

/** Days of care that the partner writes down. `until`: when the placement ends. */
export function careActs(scene: Scene, placedAt: number, until: number): Act[] {
  const { story, random } = scene;
  return [4, 12, 25]
    .map((day): Act => ({
      at: placedAt + day * 86_400_000,
      play: () => {
        if (scene.placement === undefined) return;
        story.tell(scene.placement.partner, 'care-recorded', { placementId: scene.placement.id, day: localDay(story.now()), services: random.pick(services) });
      },
    }))
    .filter(({ at }) => at < until - 86_400_000);
}

export function endPlacement(scene: Scene, code: 'returned' | 'settled' | 'died' | 'left' | 'hospital'): void {
  const { placement, story } = scene;
  if (placement === undefined) return;
  story.tell(station, 'placement-ended', { placementId: placement.id, until: localDay(story.now()), code });
  scene.placement = undefined;
}
