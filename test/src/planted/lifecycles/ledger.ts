import type { Marks, Planting } from '../marks/marks.js';

/** Everything that was recorded with marks in it, by where it stands, and how often each text was planted. */
export class Ledger {
  readonly #byCase = new Map<string, Planting[]>();
  readonly #byEvent = new Map<string, Planting>();
  readonly #times = new Map<string, number>();
  readonly #actors = new Map<Planting, string>();
  /** By the path of the text, as `found.person.name`: how often it was recorded. */
  readonly planted = new Map<string, number>();

  constructor(readonly marks: Marks) {}

  /** A command was sent under the name of that human. */
  sent(planting: Planting, actor: string): void {
    this.#actors.set(planting, actor);
  }

  /** It was taken, and stands in that event. */
  recorded(planting: Planting, event: { readonly id: string; readonly caseId: string }): void {
    planting.event = event;
    this.#byEvent.set(event.id, planting);
    for (const key of [planting.name, `${planting.name} ${planting.by}`]) this.#times.set(key, (this.#times.get(key) ?? 0) + 1);
    const known = this.#byCase.get(event.caseId);
    if (known === undefined) this.#byCase.set(event.caseId, [planting]);
    else known.push(planting);
    for (const { where } of this.marks.in(JSON.stringify(planting.fields))) this.planted.set(where, (this.planted.get(where) ?? 0) + 1);
  }

  ofCase(caseId: string): readonly Planting[] {
    return this.#byCase.get(caseId) ?? [];
  }
  ofEvent(eventId: string): Planting | undefined {
    return this.#byEvent.get(eventId);
  }
  actorOf = (planting: Planting): string => this.#actors.get(planting) ?? '';
  get cases(): readonly string[] {
    return [...this.#byCase.keys()];
  }
  /** How often an event of that name was recorded with marks; by that organisation, where it is named. */
  times(name: string, by?: string): number {
    return this.#times.get(by === undefined ? name : `${name} ${by}`) ?? 0;
  }
}
