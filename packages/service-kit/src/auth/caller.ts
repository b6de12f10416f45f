import { z } from 'zod';
import { agencyRoles, roles } from '@guitu/contracts';
import type { Role } from '@guitu/contracts';

/** Scopes that mean something to a service; others in a token are ignored. */
export const scopes = {
  supervisor: { zh: '主管审批', en: 'may close what takes a supervisor' },
  'sample-clock': { zh: '演示时钟', en: 'may send Guitu-Now in sample mode' },
} as const;
export type Scope = keyof typeof scopes;

/** Who sends a request, as the token says. */
export interface Caller {
  readonly organisation: string;
  readonly role: Role;
  /** GB/T 2260 code of the organisation's division. */
  readonly division: string;
  /** The client that the token was given to; scope of its idempotency keys. */
  readonly client: string;
  /** The human: from the token, or as the machine client asserts in `Guitu-User`. */
  readonly user?: string;
  /** The human's name is what a machine client says, and stands in no token. */
  readonly asserted?: true;
  readonly scopes: ReadonlySet<Scope>;
  /** The service of this hub that asks for itself; absent for everybody else. */
  readonly service?: string;
  /** Which of its client's secrets the token was given for, by the issuer that comes with the hub; absent for the first. */
  readonly generation?: number;
}

const bounded = (max: number) => z.string().min(1).max(max);

/** The claims that a token must carry beside `iss`, `aud` and `exp`. Tokens of other issuers may have more. */
export const claimsSchema = z
  .object({
    org: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/u),
    role: z.enum(Object.keys(roles) as [Role, ...Role[]]),
    division: z.string().regex(/^\d{6}$/u),
    client_id: bounded(100),
    user: bounded(100).optional(),
    scope: z.string().max(1_000).optional(),
    gen: z.int().min(0).optional(),
    service: bounded(50).optional(),
  })
  .transform(({ org, role, division, client_id, user, scope, gen, service }): Caller => ({
    organisation: org,
    role,
    division,
    client: client_id,
    ...(user === undefined ? {} : { user }),
    ...(gen === undefined ? {} : { generation: gen }),
    ...(service === undefined ? {} : { service }),
    scopes: new Set((scope ?? '').split(' ').filter((word): word is Scope => Object.hasOwn(scopes, word))),
  }));

/** Every role that takes part in cases; for routes that all five agencies have. */
export const allAgencies: readonly Role[] = agencyRoles;
