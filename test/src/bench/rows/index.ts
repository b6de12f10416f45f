import type { Row } from '../row.js';
import { consumer } from './consumer.js';
import { durableCommands } from './durable-commands.js';
import { eventStoreDb } from './eventstoredb.js';
import { fullCommands } from './full-commands.js';
import { history } from './history.js';
import { memory } from './memory.js';
import { oneConnection } from './one-connection.js';
import { rebuild } from './rebuild.js';
import { sealing } from './sealing.js';
import { relay } from './relay.js';
import { store } from './store.js';
import { vault } from './vault.js';
import { kafkaVisibility } from './kafka-visibility.js';
import { visibility } from './visibility.js';
import { whoLooked } from './who-looked.js';

/** Every row, in the order of the table. */
export const rows: readonly Row[] = [durableCommands, fullCommands, oneConnection, rebuild, visibility, history, memory, store, eventStoreDb, vault, sealing, whoLooked, relay, consumer, kafkaVisibility];
