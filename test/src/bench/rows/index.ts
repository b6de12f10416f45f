import type { Row } from '../row.js';
import { durableCommands } from './durable-commands.js';
import { fullCommands } from './full-commands.js';
import { oneConnection } from './one-connection.js';
import { rebuild } from './rebuild.js';

/** Every row, in the order of the table. */
export const rows: readonly Row[] = [durableCommands, fullCommands, oneConnection, rebuild];
