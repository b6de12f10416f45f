import { guituTopics, topicOf } from './topics.js';

it('case, notes and care travel together, persons apart, and the hub stays in the store', () => {
  const topics = guituTopics();
  expect(topics).toEqual({ partitions: 24, categories: { 'guitu.case-events': ['case', 'notes', 'care'], 'guitu.person-events': ['person'] } });
  expect(topicOf(topics, 'hub')).toBeUndefined();
});

it('hubs of different namespaces have no topic in common', () => {
  expect(Object.keys(guituTopics('east').categories)).toEqual(['guitu.east.case-events', 'guitu.east.person-events']);
});
