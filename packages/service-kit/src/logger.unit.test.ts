import type { LogFields } from './logger.js';
import { createLogger, errorFields } from './logger.js';

function lines(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const written: string[] = [];
  write(createLogger({ service: 'police', level: 'info', destination: { write: (line: string) => void written.push(line) } }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a log line', () => {
  test('carries ids and codes', () => {
    expect(lines((logger) => logger.info('request', { requestId: 'r', status: 200 }))).toEqual([expect.objectContaining({ service: 'police', level: 'info', msg: 'request', requestId: 'r', status: 200 })]);
  });
  test('drops what is not on the list, whatever a cast smuggled in', () => {
    expect(JSON.stringify(lines((logger) => logger.error('request', { requestId: 'r', body: { name: '王建国' }, name: '王建国' } as LogFields)))).not.toContain('王建国');
  });
  test('of an error says where it was thrown and not what it said', () => {
    const fields = errorFields(Object.assign(new TypeError('王建国 is not a number'), { code: 'ODD' }));
    expect(fields).toMatchObject({ errorName: 'TypeError', errorCode: 'ODD' });
    expect(fields.stack).toMatch(/^\s+at /u);
    expect(JSON.stringify(fields)).not.toContain('王建国');
  });
  test('of an error whose message looks like a stack, or whose name or code are sentences, keeps none of it', () => {
    const error = Object.assign(new Error('x\n    at 王建国 (file:///610302197504170013)'), { code: '王 建国' });
    error.name = '王 建国';
    const fields = errorFields(error);
    expect(fields.stack).toMatch(/logger\.unit\.test/u);
    expect(JSON.stringify(fields)).not.toMatch(/王|6103/u);
  });
});
