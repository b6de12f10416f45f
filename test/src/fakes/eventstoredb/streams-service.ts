import type streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { appendTo } from './appends/append.js';
import { batchAppend } from './appends/batch.js';
import { unaryAppend } from './appends/unary.js';
import { deliverBadly } from './faults/bad-delivery.js';
import type { Controlled } from './faults/control.js';
import { lagging } from './faults/lag.js';
import { everything, filterOf } from './grpc/filter.js';
import type { FilterOptions } from './grpc/filter.js';
import { outletOf } from './grpc/outlet.js';
import type { Outlet, ReadCall } from './grpc/outlet.js';
import { placeAsked, readAll, readStream } from './grpc/read.js';
import { invalidArgument, isRefusal, notModelled, serverNotReady } from './grpc/refusals.js';
import { deliverTo } from './subscriptions/delivery.js';
import { subscribe } from './subscriptions/subscription.js';

/** @param tellsCaughtUp servers before 23.10 do not */
export function streamsService({ log, faults, streams: open }: Controlled, tellsCaughtUp: boolean): streamServices.IStreamsServer {
  const append = appendTo(log, faults);

  const leaky = (filter: FilterOptions): FilterOptions => ({
    ...filter,
    allows: (record) => filter.allows(record) || (everything(record) && faults.take('leak') !== undefined),
  });
  const follow = async (options: streams.ReadReq.Options, outlet: Outlet): Promise<void> => {
    const all = options.getAll();
    const filter = options.getFilter();
    if (all === undefined) throw notModelled('a subscription to one stream');
    const delivery = deliverBadly(deliverTo(outlet, tellsCaughtUp), faults, () => open.sentOne());
    open.subscribers.add(outlet);
    outlet.ended.addEventListener('abort', () => open.subscribers.delete(outlet));
    await subscribe(log, placeAsked(all), filter === undefined ? undefined : leaky(filterOf(filter)), delivery);
  };
  const readOnce = async (options: streams.ReadReq.Options, outlet: Outlet): Promise<void> => {
    if (options.hasFilter()) throw notModelled('a filtered read');
    await lagging(faults, 'answersMs');
    await (options.hasAll() ? readAll : readStream)(log, options, outlet);
    outlet.end();
  };
  const read = async (call: ReadCall): Promise<void> => {
    const outlet = outletOf(call);
    try {
      if (faults.take('unavailable') !== undefined) throw serverNotReady();
      const options = call.request.getOptions();
      if (options === undefined) throw invalidArgument('a read without options');
      if (options.hasSubscription()) await follow(options, outlet);
      else if (faults.take('silent-read') === undefined) await readOnce(options, outlet);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      outlet.fail(error);
    }
  };

  return {
    read: (call) => void read(call),
    append: (call, callback) => {
      unaryAppend(call, append).then(
        (response) => response !== undefined && callback(null, response),
        (error: unknown) => callback(isRefusal(error) ? error : invalidArgument(String(error))),
      );
    },
    batchAppend: (call) => {
      const breakable = { fail: (error: Error) => void call.emit('error', error) };
      open.appendCalls.add(breakable);
      call.on('close', () => open.appendCalls.delete(breakable));
      call.on('cancelled', () => open.appendCalls.delete(breakable));
      batchAppend(call, append);
    },
    delete: (_call, callback) => callback(notModelled('deleting a stream')),
    tombstone: (_call, callback) => callback(notModelled('a tombstone')),
  };
}
