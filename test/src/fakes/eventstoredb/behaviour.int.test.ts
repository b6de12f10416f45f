import { eventStoreUnderTest } from '../../support/eventstoredb.js';
import { describeServer } from './behaviour.js';

describeServer(process.env['EVENTSTORE_URL'] ?? 'a server of our own', eventStoreUnderTest);
