/** What travels where. Plain data, because it crosses threads. */
export interface KafkaTopics {
  /** Of every topic, for ever: another number would move keys to other partitions. */
  readonly partitions: number;
  /** The categories of streams that each topic carries. A category that none carries stays in the store. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

/** The topics of a hub. Hubs that share a broker have different namespaces; one alone has none. */
export function guituTopics(namespace = ''): KafkaTopics {
  const prefix = namespace === '' ? 'guitu' : `guitu.${namespace}`;
  return {
    partitions: 24,
    categories: {
      [`${prefix}.case-events`]: ['case', 'notes', 'care'],
      [`${prefix}.person-events`]: ['person'],
    },
  };
}

export const topicNames = ({ categories }: KafkaTopics): readonly string[] => Object.keys(categories);

export const carriedCategories = ({ categories }: KafkaTopics): readonly string[] => Object.values(categories).flat();

/** The text before the first dash, as the event store has it. */
export const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? stream;

export function topicOf({ categories }: KafkaTopics, category: string): string | undefined {
  return Object.entries(categories).find(([, carried]) => carried.includes(category))?.[0];
}
