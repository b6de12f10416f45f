import { caughtUpResponse, checkpointResponse, confirmationResponse, eventResponse } from '../grpc/encode.js';
import type { Outlet } from '../grpc/outlet.js';
import type { Place } from '../log/place.js';
import { comparePlaces } from '../log/place.js';
import type { LogRecord } from '../log/record.js';

/** What one subscriber is sent. Each resolves at the subscriber's pace. */
export interface Delivery {
  confirm(subscription: string): Promise<void>;
  events(records: readonly LogRecord[]): Promise<void>;
  /** One that is not beyond the last is left out. */
  checkpoint(place: Place): Promise<void>;
  caughtUp(): Promise<void>;
  readonly ended: AbortSignal;
}

/** @param tellsCaughtUp servers before 23.10 do not */
export function deliverTo(outlet: Outlet, tellsCaughtUp: boolean): Delivery {
  let last: Place | undefined;
  return {
    confirm: (subscription) => outlet.send(confirmationResponse(subscription)),
    events: async (records) => {
      for (const record of records) await outlet.send(eventResponse(record));
    },
    checkpoint: async (place) => {
      if (place.commit < 0 || (last !== undefined && comparePlaces(place, last) <= 0)) return;
      last = place;
      await outlet.send(checkpointResponse({ commit: String(place.commit), prepare: String(place.prepare) }));
    },
    caughtUp: async () => {
      if (tellsCaughtUp) await outlet.send(caughtUpResponse());
    },
    ended: outlet.ended,
  };
}
