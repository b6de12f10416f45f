import { z } from 'zod';
import { OperatorRefusal, operatorVerb } from '@guitu/service-kit';
import type { OperatorVerb } from '@guitu/service-kit';
import { takeBackup } from './take-backup.js';
import type { BackupSource } from './take-backup.js';

const path = z.string().min(1).max(4_096).startsWith('/');

/** `guitu backup` on the hub's side: one at a time. */
export function backupVerbs(source: BackupSource): readonly OperatorVerb[] {
  let running = false;
  return [
    operatorVerb({
      name: 'backup',
      input: z.strictObject({ to: path, projections: z.boolean(), keys: z.strictObject({ to: path, keyFile: path, makeKey: z.boolean() }).optional() }),
      run: async (order, { progress, warn, signal }) => {
        if (running) throw new OperatorRefusal('A backup is being taken already. Wait for it to end.');
        running = true;
        try {
          const taken = await takeBackup(order, source, progress, signal);
          if (order.keys === undefined) warn('The keys were not copied. Without keys of at least this age, nothing personal in this log can ever be read.');
          return taken;
        } finally {
          running = false;
        }
      },
    }),
  ];
}
