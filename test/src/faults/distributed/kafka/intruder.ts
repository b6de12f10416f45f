import { strangerTo } from './client.js';

/** Somebody else in the groups of a service. */
export interface Intruder {
  /** Partitions that they were given. */
  readonly taken: number;
  leave(): Promise<void>;
}

/** Joins every group that has members and whose name begins so, and takes what it is given: a rebalance for those who work there, and partitions that bring them nothing until the intruder leaves. */
export async function intrude(brokers: readonly string[], topics: readonly string[], groupsOf: string): Promise<Intruder> {
  const kafka = strangerTo(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const names = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(groupsOf));
  const { groups } = await admin.describeGroups(names);
  await admin.disconnect();
  const joined = await Promise.all(
    groups.filter(({ members }) => members.length > 0).map(async ({ groupId }) => {
      const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      const given = new Promise<number>((resolve) => {
        // The first to come is given everything when those who were there have not joined again yet.
        consumer.on('consumer.group_join', ({ payload }) => resolve(Object.values(payload.memberAssignment).flat().length));
      });
      await consumer.run({ eachMessage: () => Promise.resolve() });
      return { consumer, given: await given };
    }),
  );
  return {
    taken: joined.reduce((sum, { given }) => sum + given, 0),
    leave: async () => void (await Promise.all(joined.map(({ consumer }) => consumer.disconnect()))),
  };
}
