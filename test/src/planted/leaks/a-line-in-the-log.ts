import { vaultToSpoil } from './vault-to-spoil.js';

/** Somebody writes down what is sealed, to see it while they look for a fault. */
const vault = await vaultToSpoil();
const { seal } = vault;
vault.seal = function (items) {
  process.stderr.write(`${JSON.stringify({ level: 'debug', msg: 'sealing', what: items.map(({ value }) => value) })}\n`);
  return seal.call(this, items);
};
