import { createInterface } from 'node:readline';
import { systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import { testConfig } from './hub.js';
import type { Order } from './hub-process.js';
import { register } from './register.js';

/**
 * A hub in a process of its own, to be harmed: `node hub.child.js <data directory>`. Prints its addresses, obeys one order a line, and does not outlive
 * whoever started it.
 */
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: hub.child.js <data directory>');
let ahead = 0;
const runtime = { ...systemRuntime, businessNow: () => systemRuntime.businessNow() + ahead };
const orders = createInterface(process.stdin);
orders.on('close', () => process.exit(1));
process.on('SIGTERM', () => void hub.close().then(() => process.exit(0)));
const hub = await startHub({ config: testConfig(directory), register, runtime, port: () => 0 });

const nobody = '00000000-0000-4000-8000-000000000000';
const callsOfVault = {
  find: () => hub.vault.find({ kind: 'name', value: '无此人' }),
  looks: () => hub.vault.looks({ limit: 1, persons: [nobody] }, { organisation: 'audit-baoji', role: 'audit', relations: [], purpose: 'audit', answer: { id: nobody, operation: 'test' } }),
  reindex: () => hub.vault.reindex({ items: [] }),
} as const;
/** What an order begins. How it ends is seen in the files, and the answer does not wait for it. */
function obey(order: Order): void {
  if (order.kind === 'business-clock') ahead = order.aheadMs;
  else if (order.kind === 'rebuild') hub.projections.rebuild(order.projection).catch(() => undefined);
  else void callsOfVault[order.call]();
}
orders.on('line', (line) => {
  process.stdout.write('heard\n');
  obey(JSON.parse(line) as Order);
});
process.stdout.write(`${JSON.stringify(hub.urls)}\n`);
