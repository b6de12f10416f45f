import { readFile } from 'node:fs/promises';
import { registerSchema } from '@guitu/contracts';
import type { RegisterData } from '@guitu/contracts';
import type { Environment } from '../setting.js';
import { StartError } from '../start-error.js';
import { registerPath } from './settings.js';

/** The sample's organisations, kept beside the other data of the installation. */
export const sampleRegisterFile = new URL('../../../../infra/sample/organisations.json', import.meta.url);

/** Reads and checks an organisation register. Throws `StartError` that names the place and the rule. */
export async function loadRegister(file: string | URL): Promise<RegisterData> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new StartError(`The organisation register ${String(file)} cannot be read. Correct GUITU_ORGANISATIONS, or give the user of this process the right to it.`, { cause });
  }
  try {
    const parsed = registerSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new StartError(`The organisation register ${String(file)} is not valid at ${issue?.path.join('.') ?? 'its root'}: ${issue?.message ?? 'not a register'}. Correct it.`);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`The organisation register ${String(file)} is not JSON. Correct it.`, { cause });
  }
}

/** The register that `GUITU_ORGANISATIONS` names; in sample mode the sample's where it names none. Throws `StartError`. */
export async function installedRegister(environment: Environment, { sample }: { readonly sample: boolean }): Promise<RegisterData> {
  const own = registerPath(environment);
  if (own === undefined && !sample) throw new StartError('GUITU_ORGANISATIONS is not set. Without the sample the hub needs the path of its organisation register.');
  return loadRegister(own ?? sampleRegisterFile);
}
