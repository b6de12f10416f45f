import { organisationEntry, roles } from '@guitu/contracts';
import type { Role } from '@guitu/contracts';
import type { Register } from '@guitu/referral';
import { allAgencies, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';

const query = z.strictObject({
  role: z.enum(Object.keys(roles) as [Role, ...Role[]]).optional().meta({ title: 'Kind', 'x-title-zh': '机构类别' }),
  division: z.string().regex(/^\d{2,6}$/u).optional().meta({ title: 'Division, or its leading digits', 'x-title-zh': '区划代码或其前几位' }),
});
const answer = z.object({ organisations: z.array(organisationEntry) });

/** Whom one can refer to: the register as every agency may read it. Holds nothing about any person. */
export function organisationsRoute(register: Register, allowed: Route['roles'] = allAgencies): Route {
  return queryRoute({
    path: '/organisations',
    operationId: 'organisations',
    tag: 'register',
    summary: { zh: '机构目录', en: 'Organisation register' },
    roles: allowed,
    request: { query },
    responses: { 200: { description: { zh: '机构', en: 'Organisations' }, schema: answer } },
    handler: ({ query: { role, division } }) =>
      Promise.resolve({
        body: { organisations: register.all.filter((organisation) => (role === undefined || organisation.role === role) && (division === undefined || organisation.division.startsWith(division))) },
      }),
  });
}
