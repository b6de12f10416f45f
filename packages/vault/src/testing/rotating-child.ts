import { openVault } from '../open-vault.js';

/** The process that is killed while it replaces the master key: `node rotating-child.js <directory> <key> <next key>` ends by SIGKILL after the second step. */
const [directory = '', key = '', next = ''] = process.argv.slice(2);
const vault = await openVault({ realNow: Date.now, directory, masterKey: Buffer.from(key, 'base64url') });
let steps = 0;
await vault.rotateMasterKey(Buffer.from(next, 'base64url'), () => {
  steps += 1;
  if (steps === 2) process.kill(process.pid, 'SIGKILL');
});
