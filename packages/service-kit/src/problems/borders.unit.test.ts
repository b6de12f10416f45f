import { ProjectionUnavailable } from '@guitu/event-bus';
import { toProblem } from './borders.js';

test('a projection that has nothing to read yet is not ready, which is nobody’s mistake and passes', () => {
  const problem = toProblem(new ProjectionUnavailable('Projection worklist has not been built yet.'));
  expect({ status: problem.status, code: problem.code, headers: problem.details.headers }).toEqual({ status: 503, code: 'not-ready', headers: { 'Retry-After': '1' } });
});
