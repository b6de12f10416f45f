import { eventStoreUnderTest } from '../support/eventstoredb.js';
import { describeAdapter } from './conformance.js';

describeAdapter(eventStoreUnderTest);
