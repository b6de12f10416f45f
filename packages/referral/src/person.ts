import type { AnyEvent } from '@guitu/contracts';

export interface Link {
  readonly linkId: string;
  readonly a: string;
  readonly b: string;
  readonly caseA: string;
  readonly caseB: string;
  readonly by: string;
  readonly at: string;
}

export interface PersonState {
  readonly links: readonly Link[];
  readonly erased: readonly string[];
}

/** A person's own stream: the links written to the lesser id, and what was erased. */
export function foldPerson(events: readonly AnyEvent[]): PersonState {
  let links: readonly Link[] = [];
  let erased: readonly string[] = [];
  for (const event of events) {
    if (event.name === 'linked') {
      const { linkId, a, b, caseA, caseB } = event.data;
      links = [...links, { linkId, a, b, caseA, caseB, by: event.actor.organisation, at: event.occurredAt }];
    } else if (event.name === 'unlinked') links = links.filter((link) => link.linkId !== event.data.linkId);
    else if (event.name === 'erased') erased = [...new Set([...erased, ...event.data.persons])];
  }
  return { links, erased };
}

/**
 * A person is a connected component of links: nobody survives a link, nothing is re-keyed, and an unlink leaves no trace but itself.
 * Answers, for every id among `persons` and the links, the least id of its component.
 */
export function components(persons: Iterable<string>, links: Iterable<{ readonly a: string; readonly b: string }>): ReadonlyMap<string, string> {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    parent.set(id, at);
    return at;
  };
  for (const person of persons) parent.set(person, person);
  for (const { a, b } of links) {
    if (!parent.has(a)) parent.set(a, a);
    if (!parent.has(b)) parent.set(b, b);
    const [x, y] = [root(a), root(b)];
    if (x !== y) parent.set(x < y ? y : x, x < y ? x : y);
  }
  return new Map([...parent.keys()].map((id) => [id, root(id)]));
}
