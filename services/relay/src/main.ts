import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import { runProcess } from '@guitu/service-kit';
import { relayProcess } from './index.js';

await runProcess(relayProcess(openEventStoreDb));
