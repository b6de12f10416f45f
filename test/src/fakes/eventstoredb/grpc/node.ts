import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';

/** What a client asks a node about itself before it begins. */
export interface NodeFacts {
  /** `24.10.4`. */
  readonly version: string;
  /** Whether it offers batch append, as every server since 21.10 does. */
  readonly batchAppend: boolean;
}

/** Servers tell it since 23.10. */
export function tellsCaughtUp({ version }: NodeFacts): boolean {
  const [year = 0, month = 0] = version.split('.').map(Number);
  return year > 23 || (year === 23 && month >= 10);
}

const STREAMS = 'event_store.client.streams.streams';

export function supportedMethods({ version, batchAppend }: NodeFacts): features.SupportedMethods {
  const method = (service: string, name: string, names: string[] = []): features.SupportedMethod =>
    new features.SupportedMethod().setServiceName(service).setMethodName(name).setFeaturesList(names);
  return new features.SupportedMethods()
    .setEventStoreServerVersion(version)
    .setMethodsList([
      method(STREAMS, 'read', ['position', 'events']),
      method(STREAMS, 'append'),
      ...(batchAppend ? [method(STREAMS, 'batchappend', ['deadline_duration'])] : []),
      method('event_store.client.gossip.gossip', 'read'),
      method('event_store.client.server_features.serverfeatures', 'getsupportedmethods'),
    ]);
}

/** A cluster of one, which leads. Only clients that are given several addresses ask. */
export function clusterOfOne({ host, port, id }: { readonly host: string; readonly port: number; readonly id: string }): gossip.ClusterInfo {
  const member = new gossip.MemberInfo()
    .setInstanceId(new shared.UUID().setString(id))
    .setTimeStamp(String(BigInt(Date.now()) * 10_000n))
    .setState(gossip.MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(port));
  return new gossip.ClusterInfo().setMembersList([member]);
}
