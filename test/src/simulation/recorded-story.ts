import type { EventName } from '@guitu/contracts';
import { CaseStory, Scenario, beginnings, bodyOf } from '@guitu/referral/testing';
import type { Beginning, StepOptions, Who, Whom } from '@guitu/referral/testing';
import type { Body } from './checks/journal.js';

/** One command of a story. */
export interface Told {
  readonly who: Who;
  readonly name: EventName;
  readonly body: Body;
  readonly caseId: string;
  readonly opens: boolean;
  readonly eventIds: readonly string[];
  readonly now: string;
}

/** Writes down what a story does, so that it can be done again through a hub. */
class RecordingStory extends CaseStory {
  readonly told: Told[] = [];

  override does(who: Who, name: EventName, said: Body = {}, place?: string, options: StepOptions = {}): string {
    const before = this.events.length;
    const primary = super.does(who, name, said, place, options);
    this.told.push({ who, name, body: bodyOf(name, said, this.whom), caseId: this.id, opens: before === 0, eventIds: this.events.slice(before).map(({ id }) => id), now: this.scenario.now });
    return primary;
  }
}

/** The commands of a beginning, in memory: what the rules say to them there they say of a hub. Throws where such a person cannot begin so. */
export function recordedBeginning(beginning: Beginning, whom: Whom): readonly Told[] {
  const story = new RecordingStory(new Scenario(), whom);
  beginnings[beginning](story);
  return story.told;
}

/** The ids of a story are those of its own commands; in a hub the same things have other ids. */
export class OtherIds {
  readonly #ids = new Map<string, string>();

  of(id: string): string | undefined {
    return this.#ids.get(id);
  }

  translated(body: Body): Body {
    return JSON.parse(JSON.stringify(body).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, (id) => this.#ids.get(id) ?? id)) as Body;
  }

  /** What the hub answered to the command. */
  learn({ caseId, eventIds }: Told, answer: Body): void {
    const events = answer['events'] as readonly { readonly id: string }[];
    this.#ids.set(caseId, String(answer['caseId']));
    for (const [index, id] of eventIds.entries()) this.#ids.set(id, events[index]?.id ?? '');
  }
}
