import type { Profile } from '../composition/profile.js';
import { asKnown } from './describe.js';
import { station } from './scene.js';
import type { Scene } from './scene.js';
import type { Story, Told } from './story.js';
import { cityPolice } from './world.js';
import { appearance, number } from './words.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Act {
  readonly at: number;
  play(): void;
}

/** Evidence on which somebody was recognised in the end, with how. */
function evidence({ story, notice }: Scene, dna: Told | undefined, later: boolean): { readonly method: 'police-check' | 'dna' | 'tracing-notice'; readonly events: readonly Told['event'][] } {
  if (dna !== undefined && later) {
    const result = story.tell(cityPolice, 'dna-result-returned', { requestId: dna.id('requestId'), result: 'match', comparison: number('DNA', story.now(), story.random) });
    return { method: 'dna', events: [result.event] };
  }
  const asked = story.tell(station, 'identity-check-requested', { to: cityPolice, question: notice === undefined ? '请核查此人户籍信息' : '有群众来电辨认，请核查' });
  story.wait(30, 80);
  const answered = story.tell(cityPolice, 'identity-check-answered', { checkId: asked.id('checkId'), result: 'confirmed', answer: '户籍信息核对一致' });
  return { method: notice === undefined ? 'police-check' : 'tracing-notice', events: [answered.event] };
}

function establish(scene: Scene, dna: Told | undefined): void {
  const { profile, story, notice } = scene;
  const { method, events } = evidence(scene, dna, profile.known === '90d' || profile.known === 'later');
  story.tell(station, 'identity-established', { method, confidence: 'confirmed', evidence: events, person: asKnown(profile.person) });
  if (notice === undefined) return;
  story.tell(station, 'tracing-notice-withdrawn', { noticeId: notice, code: 'identified' });
  scene.notice = undefined;
}

const publish = (story: Story, extra: { updates?: Told['event'] } = {}): Told =>
  story.tell(station, 'tracing-notice-published', { channels: ['national-tracing-site', 'station-site'], published: { description: appearance(story.random) }, ...extra });

/** Time by which the track must have ended on its own: when the name was known, or when the person was gone. */
const horizon = (profile: Profile, admittedAt: number, end: number): number => (profile.known === 'gone' || profile.known === 'open' ? end : admittedAt + (profile.days.known ?? 0) * HOUR_MS);

/**
 * What is done about somebody whose name nobody knows: the query at once, the notice within a day, DNA within seven working days, the notice again every month
 * (deadlines T05 to T11 of the domain notes), until the name is known or the person is gone. `end`: when the exit or the sample's period comes.
 */
export function identityActs(scene: Scene, admittedAt: number, end: number): Act[] {
  const { profile, story, random } = scene;
  if (profile.known === undefined) return [];
  const until = horizon(profile, admittedAt, end) - 2 * HOUR_MS;
  let dna: Told | undefined;
  let collected = false;
  const planned: Act[] = [
    { at: admittedAt + HOUR_MS, play: () => void story.tell(station, 'quick-query-run', { systems: ['national-rescue-system', 'missing-persons'], hit: false }) },
    { at: admittedAt + 20 * HOUR_MS, play: () => void (scene.notice = publish(story).id('noticeId')) },
    { at: admittedAt + random.between(5, 8) * DAY_MS, play: () => void (dna = story.tell(station, 'dna-requested', { to: cityPolice, note: '入站超过五个工作日仍无法查明身份' })) },
    { at: admittedAt + random.between(10, 16) * DAY_MS, play: () => { if (dna !== undefined) { story.tell(cityPolice, 'dna-collected', { requestId: dna.id('requestId'), sample: number('JC', story.now(), random) }); collected = true; } } },
    { at: admittedAt + random.between(20, 30) * DAY_MS, play: () => { if (dna !== undefined && collected) story.tell(cityPolice, 'dna-result-returned', { requestId: dna.id('requestId'), result: 'no-match' }); } },
    ...[32, 63, 93, 124].map((day): Act => ({ at: admittedAt + day * DAY_MS, play: () => { if (scene.notice !== undefined) scene.notice = publish(story, { updates: scene.notice }).id('noticeId'); } })),
  ].filter(({ at }) => at < until);
  const known = profile.days.known === undefined ? [] : [{ at: admittedAt + profile.days.known * HOUR_MS - 3 * HOUR_MS / 2, play: () => establish(scene, collected ? dna : undefined) }];
  return [...planned, ...known];
}
