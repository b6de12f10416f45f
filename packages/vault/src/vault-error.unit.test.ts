import { toVaultError, VaultError } from './vault-error.js';

describe('the border to SQLite and the file system', () => {
  test.each([
    ['SQLITE_FULL', 'vault-unavailable', true],
    ['SQLITE_IOERR_FSYNC', 'vault-unavailable', true],
    ['ENOSPC', 'vault-unavailable', true],
    ['SQLITE_BUSY', 'vault-in-use', true],
    ['SQLITE_BUSY_SNAPSHOT', 'vault-in-use', true],
    ['SQLITE_CORRUPT_INDEX', 'vault-corrupt', false],
    ['SQLITE_NOTADB', 'vault-corrupt', false],
    ['SQLITE_CONSTRAINT_UNIQUE', 'vault-corrupt', false],
  ])('translates %s to %s', (code, ours, retriable) => {
    expect(toVaultError(Object.assign(new Error('x'), { code }))).toMatchObject({ name: 'VaultError', code: ours, retriable });
  });

  test('lets our own errors through, and has an answer to anything', () => {
    const error = new VaultError('unknown-key', 'x');
    expect(toVaultError(error)).toBe(error);
    expect(toVaultError('what?')).toMatchObject({ code: 'vault-unavailable' });
  });
});
