import { ProjectionUnavailable } from '@guitu/event-bus';
import { VaultError } from '@guitu/vault';
import { toProblem } from './borders.js';

test('a projection that has nothing to read yet is not ready, which is nobody’s mistake and passes', () => {
  const problem = toProblem(new ProjectionUnavailable('Projection worklist has not been built yet.'));
  expect({ status: problem.status, code: problem.code, headers: problem.details.headers }).toEqual({ status: 503, code: 'not-ready', headers: { 'Retry-After': '1' } });
});

test.each([
  ['vault-unavailable', 503, 'vault-unavailable', '2'],
  ['not-allowed', 503, 'vault-unavailable', '2'],
  ['unknown-key', 503, 'vault-unavailable', '300'],
  ['person-erased', 409, 'person-erased', undefined],
  ['invalid-value', 500, 'internal', undefined],
] as const)('a vault that says %s is %d %s to a client', (code, status, problemCode, retryAfter) => {
  const problem = toProblem(new VaultError(code, 'x'));
  expect({ status: problem.status, code: problem.code, retryAfter: problem.details.headers?.['Retry-After'] }).toEqual({ status, code: problemCode, retryAfter });
});
