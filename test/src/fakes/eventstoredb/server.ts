import { randomUUID } from 'node:crypto';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { appendsTo } from './appends/appends.js';
import { clusterOfOne, supportedMethods, tellsCaughtUp } from './grpc/node.js';
import type { NodeFacts } from './grpc/node.js';
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
  readonly port: number;
  close(): void;
}

const HOST = '127.0.0.1';
/** Above every append that the protocol allows, so that too large a one gets the server's answer and not the transport's. */
const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;

export async function startServer({ file, port: wanted, ...facts }: ServerOptions): Promise<RunningServer> {
  const log = openLog(file);
  takeOver(log);
  const node = { host: HOST, port: wanted, id: randomUUID() };
  const grpc = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  grpc.addService(streamServices.StreamsService, streamsService(log, appendsTo(log), tellsCaughtUp(facts)));
  const about: featureServices.IServerFeaturesServer = { getSupportedMethods: (_call, callback) => callback(null, supportedMethods(facts)) };
  grpc.addService(featureServices.ServerFeaturesService, about);
  const cluster: gossipServices.IGossipServer = { read: (_call, callback) => callback(null, clusterOfOne(node)) };
  grpc.addService(gossipServices.GossipService, cluster);
  node.port = await new Promise<number>((resolve, reject) => {
    grpc.bindAsync(`${HOST}:${wanted}`, ServerCredentials.createInsecure(), (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  return {
    port: node.port,
    close: () => {
      grpc.forceShutdown();
      log.close();
    },
  };
}
