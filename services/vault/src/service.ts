import type { Role } from '@guitu/contracts';
import { Problem, createService, searchRoute } from '@guitu/service-kit';
import type { Service, Surroundings } from '@guitu/service-kit';
import { requestLimits } from '@guitu/vault';
import type { Calls } from './answer.js';
import { answer } from './answer.js';
import { duties } from './duties.js';
import { answersSchema, callsSchema } from './schemas.js';

export const vaultTitle = { zh: '密钥库', en: 'Vault' };

export interface VaultServiceOptions extends Omit<Surroundings, 'sample'> {
  readonly vault: Calls;
}

// The deepest body that has a fingerprint, inside of a request.
const levels = 72;

/** The vault as a service. It knows its callers by their own credentials, and opens for nobody else than they act for. */
export function createVaultService({ vault, ...options }: VaultServiceOptions): Service {
  return createService({
    ...options,
    name: 'vault',
    title: vaultTitle,
    routes: [
      searchRoute({
        path: '/calls',
        operationId: 'vault.calls',
        summary: { zh: '封存、指纹、索引、查找、开启、查阅记录、删除', en: 'Seal, fingerprint, index, find, open, who looked, erase' },
        description: {
          zh: '供本系统各服务以自身凭据调用；一次请求可含多项，各有结果。每项均可重复而效果不变，故无需 Idempotency-Key。业务机构可封存、计算指纹、建立索引、查找，并只能以本类机构身份开启；审计可查找、重建索引、列出查阅记录，并以审计身份、或为统计以系统身份开启；个人信息保护服务仅可读写删除台账并销毁台账所载的密钥。每次开启先留查阅记录，后予答复。',
          en: 'For the services of this hub, by their own credentials. Several calls go in one request, and each has its own answer. Each may be made twice to the same effect, so there is no Idempotency-Key. Agencies seal, fingerprint, index and find, and open as their own kind alone; audit finds, has persons indexed anew, lists who looked, and opens as audit or, for reports, as the hub; the data-protection service reads and writes the erasure ledger, and destroys keys by what stands there. What is opened, the disclosure table decides; who looked is on record before the answer.',
        },
        roles: Object.keys(duties) as Role[],
        limits: { bytes: requestLimits.bytes, levels },
        request: { body: callsSchema },
        responses: { 200: { description: { zh: '各项结果，顺序与请求相同', en: 'An answer for each call, in their order' }, schema: answersSchema } },
        handler: async ({ body, caller }) => {
          // Whoever issues tokens may know more clients of these roles.
          if (caller.service !== caller.role) throw Problem.of('role-not-allowed');
          return { body: { answers: await Promise.all(body.calls.map((call) => answer(vault, caller.role, call))) } };
        },
      }),
    ],
  });
}
