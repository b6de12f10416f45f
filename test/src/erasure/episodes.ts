import { admitAtStation } from '../support/episodes.js';
import { able, manOf } from '../support/people.js';
import { tell } from '../support/story.js';
import type { Story, StoryHub } from '../support/story.js';

const S = 'station-baoji';

/** Somebody who walks in, is admitted, and stays for now. */
export async function stays(hub: StoryHub, name: string, idNumber: string, from = '2013-03-04T09:00:00+08:00'): Promise<Story> {
  const person = manOf(name, idNumber);
  const story = await tell(hub, from, S, 'help-requested', { channel: 'walk-in', person, signs: able, helpReason: 'theft-victim', summary: `${name}在车站被偷走全部现金` }, `self/${S} f`);
  await admitAtStation(story, S, person, able, { decided: `self/${S} f` });
  return story;
}

/** He leaves by ticket, and the case is closed. */
export async function leaves(story: Story): Promise<void> {
  await story.step(S, 'note-added', { note: '情绪平稳，已与家人通话' });
  await story.step(S, 'ticket-issued', { carrier: 'rail', direct: true, costFen: 12_350, route: '宝鸡至常德硬座', number: 'K819-0231456' });
  await story.step(S, 'exit-completed', { code: '5.2', belongingsReturned: true }, `self/${S}`);
  await story.step(S, 'case-closed', { code: 'exited' }, 'closed');
}

/** Two episodes of one man, whom the station recognises the second time. */
export async function comesTwice(hub: StoryHub, name: string, idNumber: string): Promise<{ readonly first: Story; readonly second: Story }> {
  const first = await stays(hub, name, idNumber);
  await leaves(first);
  const second = await stays(hub, name, idNumber, '2013-06-10T09:00:00+08:00');
  await second.step(S, 'linked', { otherCase: first.caseId, method: 'face-comparison', evidence: '人像比对相似度高' });
  await leaves(second);
  return { first, second };
}
