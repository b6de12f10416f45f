import { startEmbedded } from './hub.js';

/** A hub in a process of its own, to be killed: `node hub.child.js <data directory>`. Prints its addresses, and does not outlive whoever started it. */
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: hub.child.js <data directory>');
process.stdin.on('end', () => process.exit(1)).resume();
const hub = await startEmbedded(directory);
process.stdout.write(`${JSON.stringify(hub.urls)}\n`);
