import { readFile } from 'node:fs/promises';
import { registerSchema } from '@guitu/contracts';
import type { RegisterData } from '@guitu/contracts';
import { StartError } from '@guitu/service-kit';

/** The sample's organisations, kept beside the other data of the installation. */
export const sampleRegisterFile = new URL('../../../infra/sample/organisations.json', import.meta.url);

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
