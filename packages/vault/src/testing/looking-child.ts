import { subscribe } from 'node:diagnostics_channel';
import { openVault } from '../open-vault.js';
import { responsibleStation } from './callers.js';
import { personOf, sealedFor } from './crash-work.js';

/**
 * The process that dies while somebody looks: `node looking-child.js <directory> <moment> <times>` looks at one person after the other, a few at a time, writes a line
 * for each only after the vault has answered, and kills itself at the start or the end of that commit of who looked.
 */
const [directory = '', moment = 'end', times = '1'] = process.argv.slice(2);
const vault = await openVault({ directory, realNow: Date.now });
const together = 3;
const sealed = await Promise.all(Array.from({ length: together * (Number(times) + 1) }, (_, number) => sealedFor(vault, number)));
let commits = 0;
subscribe(`tracing:guitu.vault.looked:${moment}`, () => {
  commits += 1;
  if (commits === Number(times)) process.kill(process.pid, 'SIGKILL');
});
for (let first = 0; first < sealed.length; first += together) {
  await Promise.all(
    sealed.slice(first, first + together).map(async (blob, place) => {
      const number = first + place;
      const item = { personId: personOf(number), caseId: `case-${number}`, eventId: `event-${number}`, dataClass: 'identity', sealed: blob, safeguards: [] } as const;
      const [opened] = await vault.open([item], { ...responsibleStation, answer: { id: `answer-${number}`, operation: 'case-view' } });
      if (opened?.ok === true) process.stdout.write(`${number}\n`);
    }),
  );
}
