import { lookingCases } from './looking-cases.js';
import { refusingCases } from './refusing-cases.js';
import { sealingCases } from './sealing-cases.js';
import type { VaultAtHand } from './vault-case.js';

export interface VaultContract {
  readonly name: string;
  readonly open: () => Promise<VaultAtHand>;
}

/** The conformance kit: declares jest tests that hold a vault to the words of the port, wherever its keys are. */
export function vaultContract({ name, open }: VaultContract): void {
  describe(`${name} keeps the vault's contract`, () => {
    for (const { promise, run } of [...sealingCases, ...lookingCases, ...refusingCases]) {
      it(promise, async () => {
        const opened: VaultAtHand[] = [];
        try {
          await run(async () => {
            const one = await open();
            opened.push(one);
            return one;
          });
        } finally {
          await Promise.all(opened.map((one) => one.dispose()));
        }
      });
    }
  });
}
