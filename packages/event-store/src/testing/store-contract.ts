import { openMemoryStore } from '../memory/memory-store.js';
import type { EventStore } from '../port.js';
import { appendCases } from './append-cases.js';
import type { CaseContext, ContractCase, StoreContract } from './contract-case.js';
import { transcriptOf } from './differential.js';
import { feedCases } from './feed-cases.js';
import { checkHistoryProperty } from './history-property.js';
import { keepingCases } from './keeping-cases.js';
import { announceSeed } from './seed.js';

/** Runs a case with stores that are closed after it, whether it succeeds or not. */
async function withStores(contract: StoreContract, run: (context: CaseContext) => Promise<void>): Promise<void> {
  const opened: EventStore[] = [];
  const keep = (store: EventStore): EventStore => {
    opened.push(store);
    return store;
  };
  try {
    await run({
      open: async () => keep(await contract.open()),
      async reopen(store) {
        if (contract.reopen === undefined) throw new Error(`${contract.name} cannot be reopened.`);
        await store.close();
        return keep(await contract.reopen(store));
      },
    });
  } finally {
    await Promise.all(opened.map((store) => store.close()));
  }
}

/**
 * The conformance kit: declares jest tests that hold an adapter to the words of the port. Three parts: cases named by the promise that they keep,
 * a differential run against the memory adapter, and a property run under random concurrency. `GUITU_LONG=1` runs the random parts longer.
 */
export function storeContract(contract: StoreContract): void {
  const { name, capabilities, reopen } = contract;
  const long = process.env['GUITU_LONG'] === '1';
  const patienceMs = long ? 3_600_000 : 120_000;

  const isKept = ({ needs }: ContractCase): boolean => needs === undefined || (needs === 'reopen' ? reopen !== undefined : capabilities[needs]);

  describe(`${name} keeps the event store's contract`, () => {
    for (const one of [...appendCases, ...feedCases, ...keepingCases]) {
      if (isKept(one)) it(one.promise, () => withStores(contract, one.run));
      else it.skip(`${one.promise} (not promised by ${name}: ${one.needs ?? ''})`, () => undefined);
    }

    it('a seeded workload gets the same answers as from the memory store', () =>
      withStores(contract, async ({ open }) => {
        const seed = announceSeed(`${name}, differential`);
        const steps = long ? 2_000 : 250;
        const specified = openMemoryStore();
        expect(await transcriptOf(await open(), seed, steps, capabilities.refusesReusedIds)).toEqual(await transcriptOf(specified, seed, steps, capabilities.refusesReusedIds));
        await specified.close();
      }), patienceMs);

    it('no event is lost, doubled or reordered under random concurrent appends, retries, conflicts and reopening', () =>
      withStores(contract, (context) =>
        checkHistoryProperty(context, { seed: announceSeed(`${name}, property`), runs: long ? 300 : 20, reopens: reopen !== undefined }),
      ), patienceMs);
  });
}
