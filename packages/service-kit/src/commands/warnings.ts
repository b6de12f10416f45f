import { describeIdentityNumber } from '@guitu/contracts';
import type { Sex } from '@guitu/contracts';
import type { Order } from './order.js';

export interface Warning {
  readonly pointer: string;
  /** Level of validation, 1 to 5 (domain notes 6.2). */
  readonly level: number;
  readonly code: string;
}

/** A person as any command may give one: in a field of its own, or in the patch of a correction. */
const places = [['/person', (body: Order['body']) => body['person']], ['/identity/person', (body: Order['body']) => (body['identity'] as { person?: unknown } | undefined)?.person]] as const;

/**
 * What is odd about identity numbers in a command: told, never a reason to refuse (design section 1, 6). A function of the body alone, so that a retry is told the same;
 * the number itself is not repeated.
 */
export function warningsOf({ body, occurredAt }: Pick<Order, 'body' | 'occurredAt'>): readonly Warning[] {
  return places.flatMap(([pointer, find]) => {
    const person = find(body) as { readonly idNumber?: string; readonly sex?: Sex } | undefined;
    if (typeof person?.idNumber !== 'string') return [];
    const { findings } = describeIdentityNumber(person.idNumber, { at: occurredAt, sex: person.sex });
    return findings.filter(({ severity }) => severity === 'warning').map(({ level, code }) => ({ pointer: `${pointer}/idNumber`, level, code }));
  });
}
