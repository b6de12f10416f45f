import type { RegisterData } from '@guitu/contracts';
import { loadRegister, sampleRegisterFile } from '@guitu/service-kit';

/** The organisations of the sample, who act in its stories. */
export const sampleRegister = (): Promise<RegisterData> => loadRegister(sampleRegisterFile);
