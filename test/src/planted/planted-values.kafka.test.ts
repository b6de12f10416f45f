import { describeWithBroker } from '../support/kafka.js';
import { startDistributed } from './distributed.js';
import { plantedValues } from './planted-values.js';

describeWithBroker('a hub of which each service is a process', () => plantedValues('processes over Kafka', startDistributed, false));
