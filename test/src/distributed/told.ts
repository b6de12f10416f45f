import type { Client, CommandAnswer } from '@guitu/client';
import type { StoredEvent } from '@guitu/event-store';

/** A command that a hub has taken. */
export interface Told {
  readonly organisation: string;
  readonly answer: CommandAnswer;
  /** Sends the same once more, byte for byte, wherever that client sends to. */
  again(client: Client): Promise<CommandAnswer>;
}

/** The client, of which every command that was taken is kept. */
export const keeping = (client: Client, organisation: string, told: Told[]): Client => ({
  ...client,
  command: async (service, name, options) => {
    const answer = await client.command(service, name, options);
    told.push({ organisation, answer, again: (other) => other.command(service, name, options) });
    return answer;
  },
});

/** In the order in which the log took them, which is not that of their answers where several were under way. */
export function inOrderOf(log: readonly StoredEvent[], told: readonly Told[]): readonly Told[] {
  const placeOf = new Map(log.map(({ id }, place) => [id, place]));
  return told
    .map((one) => ({ one, place: placeOf.get(one.answer.events[0]?.id ?? '') }))
    .toSorted((a, b) => (a.place ?? -1) - (b.place ?? -1))
    .map(({ one, place }) => {
      if (place === undefined) throw new RangeError('a command was acknowledged of which the log has nothing');
      return one;
    });
}
