import { randomUUID } from 'node:crypto';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { startControl } from './faults/control.js';
import { noFaults } from './faults/faults.js';
import { openStreams } from './faults/open-streams.js';
import { clusterOfOne, supportedMethods, tellsCaughtUp } from './grpc/node.js';
import type { NodeFacts } from './grpc/node.js';
import { serverNotReady } from './grpc/refusals.js';
import { openLog } from './log/open-log.js';
import { takeOver } from './log/system-events.js';
import { streamsService } from './streams-service.js';

export interface ServerOptions extends NodeFacts {
  /** The log; made where there is none. */
  readonly file: string;
  /** 0: a free one. */
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  /** Where it is told what to do wrong: `startControl`. */
  readonly control: string;
  close(): void;
}

const HOST = '127.0.0.1';
/** Above every append that the protocol allows, so that too large a one gets the server's answer and not the transport's. */
const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;

export async function startServer({ file, port, ...facts }: ServerOptions): Promise<RunningServer> {
  const controlled = { log: openLog(file), faults: noFaults(), streams: openStreams() };
  takeOver(controlled.log);
  const node = { host: HOST, port, id: randomUUID() };
  const about: featureServices.IServerFeaturesServer = {
    getSupportedMethods: (_call, callback) => (controlled.faults.take('unavailable') === undefined ? callback(null, supportedMethods(facts)) : callback(serverNotReady())),
  };
  const cluster: gossipServices.IGossipServer = { read: (_call, callback) => callback(null, clusterOfOne(node)) };
  const grpc = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  grpc.addService(streamServices.StreamsService, streamsService(controlled, tellsCaughtUp(facts)));
  grpc.addService(featureServices.ServerFeaturesService, about);
  grpc.addService(gossipServices.GossipService, cluster);
  node.port = await new Promise<number>((resolve, reject) => {
    grpc.bindAsync(`${HOST}:${port}`, ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  const control = await startControl(controlled, HOST);
  return {
    url: `esdb://${HOST}:${node.port}?tls=false`,
    control: control.url,
    close: () => {
      control.close();
      grpc.forceShutdown();
      controlled.log.close();
    },
  };
}
