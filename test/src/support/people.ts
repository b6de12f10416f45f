import type { PersonDetails, Signs } from '@guitu/contracts';

/** May leave when he likes. */
export const able: Signs = { impairment: false, mobilityImpaired: false };
/** Shows a sign of mental or intellectual impairment: may not leave alone. */
export const confused: Signs = { impairment: true, mobilityImpaired: false, grounds: '反复询问同一问题，不知身在何处' };
export const unconscious: Signs = { impairment: true, mobilityImpaired: true, otherwiseUnable: true, grounds: '昏迷，呼之不应' };

type Known = PersonDetails & { readonly age: NonNullable<PersonDetails['age']> };

export const unknownMan = (appearance: string): Known => ({ sex: '1', age: { from: 45, to: 55 }, appearance });
/** Of Dingcheng (鼎城区), where the office of origin of these stories is. */
export const manOf = (name: string, idNumber: string, birthDate = '1971-04-17'): Known => ({ name, idNumber, sex: '1', age: { birthDate }, origin: { division: '430703', estimated: false } });
