import { caseIdOf, caseStream, commandId, decodeEvent, definitionOf, encodeEvent, eventId, personIdOf, typeOf } from '@guitu/contracts';
import type { AnyEvent, EventName, SealedParts } from '@guitu/contracts';
import type { EventReader, EventWriter } from '@guitu/event-store';
import { decide, foldCase, relatedCases, targetStream } from '@guitu/referral';
import type { CaseState, Command } from '@guitu/referral';
import { actorOf, register } from './register.js';

export interface Deed {
  readonly by: string;
  readonly name: EventName;
  /** When it happened; also the business clock at append, unless `time` says otherwise. */
  readonly at: string;
  readonly time?: string;
  /** Record part; ids that the hub mints are filled in. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Makes the sealed parts of the command's own event. */
  readonly seal?: (place: { readonly personId: string; readonly eventId: string }) => Promise<SealedParts> | SealedParts;
}

/** Lets agencies do things, by the rules, straight into a store. */
export interface Play {
  /** A new case; answers with its id. */
  open(deed: Deed): Promise<string>;
  /** Answers with the events of the command. Throws where the rules refuse it. */
  record(caseId: string, deed: Deed): Promise<readonly AnyEvent[]>;
  /** Appends what nobody asked the rules about. */
  forge(stream: string, change: Partial<AnyEvent> & { readonly name: EventName }): Promise<AnyEvent>;
  /** The case as all its events tell it. */
  stateOf(caseId: string): Promise<CaseState>;
}

const able = { ageCut: 'adult', maySelfLeave: true, specialDifficulty: false };
const source = 'urn:guitu:00000000-0000-4000-8000-000000000001:test';

export function createPlay(store: EventReader & EventWriter): Play {
  let commands = 0;
  const newCommand = (): string => commandId({ organisation: 'test', client: 'test', operation: 'test', key: `00000000-0000-7000-8000-${String((commands += 1)).padStart(12, '0')}` });
  const read = async (stream: string): Promise<readonly AnyEvent[]> => (await store.readStream(stream)).map(({ bytes }) => decodeEvent(bytes));

  async function write(stream: string, events: readonly AnyEvent[]): Promise<void> {
    const first = events[0]?.revision ?? 0;
    const result = await store.append(stream, events.map((event) => ({ id: event.id, type: typeOf(definitionOf(event.name)), bytes: encodeEvent(event) })), { expected: first === 0 ? 'no-stream' : first - 1 });
    if (!result.ok) throw new Error(`${stream} moved under the test`);
  }

  async function perform(command: string, caseId: string, { by, name, at, time = at, data = {}, extra = {}, seal }: Deed): Promise<readonly AnyEvent[]> {
    const events = await read(caseStream(caseId));
    const state = foldCase(events);
    state.caseId = caseId;
    const draft: Command = { name, data, extra };
    const others = new Map<string, CaseState>();
    for (const id of relatedCases(draft, events)) others.set(id, foldCase(await read(caseStream(id))));
    const stream = targetStream(state, draft, others) ?? caseStream(caseId);
    const ids = (index: number): string => eventId(stream, command, index);
    const minted: Record<string, unknown> = {};
    for (const [field, { derived }] of Object.entries(definitionOf(name).fields)) {
      if (derived === 'event-id') minted[field] = ids(0);
      if (derived === 'person-id' && events.length === 0) minted[field] = personIdOf(command);
      if (derived === 'assessment' && ['found', 'help-requested', 'admitted', 'condition-assessed'].includes(name)) minted[field] = able;
    }
    const decision = decide(events, { ...draft, data: { ...minted, ...data } }, {
      actor: actorOf(by), scopes: new Set(['supervisor']), occurredAt: at, now: time, commandId: command, ids, caseId, source, register, others,
      target: stream === caseStream(caseId) ? events : await read(stream),
    });
    if (!decision.ok) throw new Error(`${by} may not ${name}: ${decision.refusal.code}`);
    const own = decision.events[decision.primary];
    const personId = state.personId || personIdOf(command);
    const sealed = seal === undefined || own === undefined ? {} : await seal({ personId, eventId: own.id });
    const written = decision.events.map((event, index) => (index === decision.primary ? { ...event, sealed } : event) as AnyEvent);
    await write(stream, written);
    return written;
  }

  return {
    async open(deed) {
      const command = newCommand();
      const caseId = caseIdOf(command);
      await perform(command, caseId, deed);
      return caseId;
    },
    record: (caseId, deed) => perform(newCommand(), caseId, deed),
    async forge(stream, change) {
      const events = await read(stream);
      const last = events.at(-1);
      if (last === undefined) throw new Error(`${stream} has nothing to forge after`);
      const command = newCommand();
      const forged = { ...last, category: definitionOf(change.name).category, id: eventId(stream, command, 0), causationId: command, revision: last.revision + 1, data: {}, sealed: {}, ...change } as AnyEvent;
      await write(stream, [forged]);
      return forged;
    },
    stateOf: async (caseId) => foldCase(await read(caseStream(caseId))),
  };
}
