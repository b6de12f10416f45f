import type { SealedClass } from '@guitu/contracts';
import type { Level } from './table.js';
import type { MaskName } from './masks.js';

/** What is left of a value: members by name, kept whole or masked or cut further. A member that is not named is gone. */
export interface Cut {
  readonly [member: string]: 'keep' | MaskName | Cut;
}

/** Cuts by level and class, over the fields of the contract. A class without a cut shows nothing at that level. */
export const cuts: Readonly<Record<Extract<Level, 'masked' | 'summary'>, Readonly<Partial<Record<SealedClass, Cut>>>>> = {
  masked: {
    // Free text (what matched, question, answer, appearance, a published description) cannot be masked, so it is gone.
    identity: { person: { name: 'name', idNumber: 'idNumber', sex: 'keep', age: 'age', origin: 'keep' } },
    contact: { name: 'name', signedBy: 'name', staff: 'name' },
  },
  summary: {
    // For the care partner.
    identity: { person: { name: 'keep' } },
    // For the hospital and the origin office: why the person comes, and what must be signed for. Not where and how the person was found.
    circumstances: { reason: 'keep', summary: 'keep', wish: 'keep', items: 'keep', documents: 'keep', reservationDetails: 'keep' },
    // For the station: fit or unfit, risks. No findings, diagnosis, ward, ground of admission, cause of death or free text of a physician.
    health: {
      categories: 'keep',
      fitToTravel: 'keep',
      condition: 'keep',
      signs: { impairment: 'keep', mobilityImpaired: 'keep', otherwiseUnable: 'keep', limbDisability: 'keep' },
    },
    // For the origin office: what care must go on. Not what was done from day to day.
    care: { careLevel: 'keep', careAdvice: 'keep', medication: 'keep', followUp: 'keep' },
  },
};
