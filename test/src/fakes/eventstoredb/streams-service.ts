import type streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Appends } from './appends/appends.js';
import { batchAppend } from './appends/batch.js';
import { unaryAppend } from './appends/unary.js';
import { filterOf } from './grpc/filter.js';
import { outletOf } from './grpc/outlet.js';
import type { Outlet, ReadCall } from './grpc/outlet.js';
import { placeAsked, readAll, readStream } from './grpc/read.js';
import { invalidArgument, isRefusal, notModelled } from './grpc/refusals.js';
import type { Log } from './log/open-log.js';
import { deliverTo } from './subscriptions/delivery.js';
import { subscribe } from './subscriptions/subscription.js';

/** @param tellsCaughtUp servers before 23.10 do not */
export function streamsService(log: Log, appends: Appends, tellsCaughtUp: boolean): streamServices.IStreamsServer {
  const give = (options: streams.ReadReq.Options, outlet: Outlet): Promise<void> => {
    const all = options.getAll();
    const filter = options.getFilter();
    if (options.hasSubscription()) {
      if (all === undefined) throw notModelled('a subscription to one stream');
      return subscribe(log, placeAsked(all), filter === undefined ? undefined : filterOf(filter), deliverTo(outlet, tellsCaughtUp));
    }
    if (filter !== undefined) throw notModelled('a filtered read');
    return all === undefined ? readStream(log, options, outlet) : readAll(log, options, outlet);
  };
  const read = async (call: ReadCall): Promise<void> => {
    const outlet = outletOf(call);
    try {
      const options = call.request.getOptions();
      if (options === undefined) throw invalidArgument('a read without options');
      await give(options, outlet);
      outlet.end();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      outlet.fail(error);
    }
  };
  return {
    read: (call) => void read(call),
    append: (call, callback) => {
      unaryAppend(call, appends).then(
        (response) => response !== undefined && callback(null, response),
        (error: unknown) => callback(isRefusal(error) ? error : invalidArgument(String(error))),
      );
    },
    batchAppend: (call) => batchAppend(call, appends),
    delete: (_call, callback) => callback(notModelled('deleting a stream')),
    tombstone: (_call, callback) => callback(notModelled('a tombstone')),
  };
}
