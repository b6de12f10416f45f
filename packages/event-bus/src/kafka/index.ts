export type { KafkaConnection } from './client.js';
export { carriedCategories, guituTopics } from './topics.js';
export type { KafkaTopics } from './topics.js';
export { ensureTopics } from './ensure-topics.js';
export type { EnsureTopicsOptions } from './ensure-topics.js';
export { kafkaBus } from './kafka-bus.js';
export type { KafkaBus, KafkaBusOptions } from './kafka-bus.js';
export { kafkaPublisher } from './publisher.js';
export type { KafkaPublisher, KafkaPublisherOptions } from './publisher.js';
