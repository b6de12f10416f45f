import { VaultError, readMasterKey } from '@guitu/vault';
import type { LocalVault } from '@guitu/vault';
import { z } from 'zod';
import { errorFields } from '../../logger.js';
import type { Logger } from '../../logger.js';
import { OperatorRefusal, operatorVerb } from '../verb.js';
import type { OperatorVerb } from '../verb.js';

type Rotating = Pick<LocalVault, 'rotateMasterKey' | 'rotating'>;

/** The key is the operator's mistake, and nothing was changed. */
const mistakes: ReadonlySet<string> = new Set(['wrong-master-key', 'missing-master-key', 'exposed-master-key']);

/** `guitu keys rotate`, in the process that has the keys. */
export function keysVerbs(vault: Rotating): readonly OperatorVerb[] {
  return [
    operatorVerb({
      name: 'keys-rotate',
      input: z.strictObject({ newKey: z.string().min(1).max(4_096).startsWith('/').optional() }),
      run: async ({ newKey }, { progress, warn }) => {
        if (vault.rotating && newKey !== undefined) warn('A replacement of the master key that was begun earlier is brought to its end; the key that is named now is not used.');
        try {
          return await vault.rotateMasterKey(newKey === undefined ? undefined : readMasterKey({ file: newKey }), (done, total) => progress('wrapping the keys', done, total));
        } catch (error) {
          if (error instanceof VaultError && mistakes.has(error.code)) throw new OperatorRefusal(`${error.message}.`, { cause: error });
          throw error;
        }
      },
    }),
  ];
}

/** A replacement of the master key that a crash has interrupted goes on while the process serves. Where that fails, the next start tries again. */
export function goOnRotating(vault: Rotating, logger: Logger): void {
  if (!vault.rotating) return;
  vault.rotateMasterKey(undefined).then(
    () => logger.info('the master key was replaced, as was begun earlier'),
    (error: unknown) => logger.error('the master key could not be replaced', errorFields(error)),
  );
}
