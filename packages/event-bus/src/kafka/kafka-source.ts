import type { ProjectionSource, ReadableStore } from '../projection/source.js';
import { callModule } from '../worker/module-ref.js';
import type { ModuleRef } from '../worker/module-ref.js';
import { kafkaBus } from './kafka-bus.js';
import type { KafkaBusOptions } from './kafka-bus.js';

export interface KafkaSourceOptions {
  /** Names a function that opens the store for reading: `openEventStoreDbFeed`, `openSqliteFeed`. */
  readonly store: ModuleRef;
  readonly kafka: KafkaBusOptions;
}

/** The source of the distributed profile: Kafka tells what is new, the store decides what happened. Opens both in the thread that calls this. */
export async function openKafkaSource({ store, kafka }: KafkaSourceOptions): Promise<ProjectionSource> {
  const opened = await callModule<ReadableStore>(store);
  const bus = kafkaBus({ ...kafka, log: opened.storeId });
  return {
    storeId: opened.storeId,
    store: opened,
    bus,
    async close() {
      await bus.close();
      await opened.close();
    },
  };
}
