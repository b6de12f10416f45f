import type { ModuleRef } from '../worker/module-ref.js';
import type { KafkaSourceOptions } from './kafka-source.js';

/** Kafka as a source that a worker can load. Whoever only names it loads no client of Kafka. */
export const kafkaSource = (options: KafkaSourceOptions): ModuleRef => ({ url: new URL('./kafka-source.js', import.meta.url).href, exportName: 'openKafkaSource', options });
