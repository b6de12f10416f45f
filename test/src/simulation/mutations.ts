import { unchanged } from './hub/mutation.js';
import type { Mutation } from './hub/mutation.js';
import type { StoreOfMachine } from './hub/store.js';
import type { Answer } from './hub/wire.js';

/** Says that it has delivered a page, and keeps the last event of it. */
function losingLast(store: StoreOfMachine): StoreOfMachine {
  return {
    ...store,
    async *subscribe(options) {
      for await (const page of store.subscribe(options)) yield page.events.length > 1 ? { ...page, events: page.events.slice(0, -1) } : page;
    },
  };
}

/** Case views with something else in them. */
const viewWith = (change: (body: Answer['body']) => Answer['body']) => (answer: Answer): Answer => (answer.body['standing'] === 'full' ? { ...answer, body: { ...answer.body, ...change(answer.body) } } : answer);

/** Hubs that are wrong in one place each, by what is wrong with them. The simulation must find every one. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'an append that does not look at the expected revision': {
    ...unchanged,
    store: (store, log) => ({
      ...store,
      async append(stream, events, options) {
        const result = await store.append(stream, events, options);
        if (result.ok) return result;
        return log.append(stream, events, result.conflict.actual);
      },
    }),
  },
  'a store that says it has what it has not': {
    ...unchanged,
    store: (store) => ({
      ...store,
      async append(stream, events, options) {
        const result = await store.append(stream, events, options).catch(() => undefined);
        return result ?? { ok: true, revision: (options.expected === 'no-stream' ? -1 : options.expected) + events.length };
      },
    }),
  },
  'a command path whose turns two instances do not share': { ...unchanged, instances: 2 },
  'a projection that forgets its gates': {
    ...unchanged,
    definition: (definition) => ({
      ...definition,
      apply: (tx, event, context) => {
        definition.apply(tx, event, context);
        tx.exec('delete from inbox_gate');
      },
    }),
  },
  'a feed that loses an event in silence': { ...unchanged, feed: losingLast },
  'a projection that takes a voided event for good': {
    ...unchanged,
    definition: (definition) => (definition.replacesOn === undefined ? definition : { ...definition, replacesOn: () => false }),
  },
  'a view that shows another custodian': { ...unchanged, answer: viewWith(({ custodian }) => ({ custodian: { ...(custodian as object), organisation: 'police-nobody' } })) },
  'a view that shows nobody responsible': { ...unchanged, answer: viewWith(() => ({ responsible: undefined })) },
  'a vault that forgets whose key is whose': { ...unchanged, forgetsKeys: true },
};
