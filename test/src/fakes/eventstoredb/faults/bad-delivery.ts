import { placeOf } from '../log/place.js';
import type { Delivery } from '../subscriptions/delivery.js';
import type { Faults } from './faults.js';
import { lagging } from './lag.js';

/** A delivery with the faults of subscriptions: late, stuck, with checkpoints where they do not belong. */
export function deliverBadly(delivery: Delivery, faults: Faults, sentOne: () => void): Delivery {
  const over = new Promise<void>((resolve) => delivery.ended.addEventListener('abort', () => resolve(), { once: true }));
  const unlessStuck = async (): Promise<void> => {
    while (faults.take('stuck') !== undefined && !delivery.ended.aborted) await Promise.race([faults.cleared(), over]);
  };
  return {
    confirm: (subscription) => delivery.confirm(subscription),
    events: async (records) => {
      await unlessStuck();
      await lagging(faults, 'eventsMs');
      const last = records.at(-1);
      if (last !== undefined && faults.take('early-checkpoints') !== undefined) await delivery.checkpoint(placeOf(last.position));
      for (const record of records) {
        await delivery.events([record]);
        sentOne();
        if (faults.take('eager-checkpoints') === undefined) continue;
        await delivery.checkpoint(placeOf(record.position));
        await delivery.caughtUp();
      }
    },
    checkpoint: async (place) => {
      await unlessStuck();
      await delivery.checkpoint(place);
    },
    caughtUp: async () => {
      await unlessStuck();
      await delivery.caughtUp();
    },
    ended: delivery.ended,
  };
}
