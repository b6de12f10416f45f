import { organisationsAnswer, organisationsQuery } from '@guitu/contracts';
import type { Register } from '@guitu/referral';
import { allAgencies, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';

/** Whom one can refer to: the register as every agency may read it. Holds nothing about any person. */
export function organisationsRoute(register: Register, allowed: Route['roles'] = allAgencies): Route {
  return queryRoute({
    path: '/organisations',
    operationId: 'organisations',
    tag: 'register',
    summary: { zh: '机构目录', en: 'Organisation register' },
    roles: allowed,
    request: { query: organisationsQuery },
    responses: { 200: { description: { zh: '机构', en: 'Organisations' }, schema: organisationsAnswer } },
    handler: ({ query: { role, division } }) =>
      Promise.resolve({
        body: { organisations: register.all.filter((organisation) => (role === undefined || organisation.role === role) && (division === undefined || organisation.division.startsWith(division))) },
      }),
  });
}
