import { createTokenSource } from './token-source.js';

const second = 1_000;

/** An issuer whose tokens are good for an hour, and the clock. */
function issuing() {
  const state = { now: 0, given: 0, away: false };
  const transport = async () => {
    if (state.away) throw new Error('away');
    state.given += 1;
    return { status: 200, headers: {}, body: JSON.stringify({ access_token: `token-${state.given}`, expires_in: 3_600 }) };
  };
  return { state, source: createTokenSource('http://issuer.test/oauth/token', { clientId: 'a', clientSecret: 'b' }, Object.assign(transport, { close: () => undefined }), () => state.now) };
}

test('a token is renewed before it ends, and where the issuer is away then, it serves to its end and no longer', async () => {
  const { state, source } = issuing();
  expect(await source.token()).toBe('token-1');
  state.now = 3_569 * second;
  expect(await source.token()).toBe('token-1');
  state.now = 3_571 * second;
  state.away = true;
  expect(await source.token()).toBe('token-1');
  state.away = false;
  expect(await source.token()).toBe('token-2');
  state.now += 3_590 * second;
  state.away = true;
  expect(await source.token()).toBe('token-2');
  state.now += 10 * second;
  await expect(source.token()).rejects.toThrow('away');
});

test('a token that a service did not take is never given again, and a later one is not dropped with it', async () => {
  const { state, source } = issuing();
  source.drop(await source.token());
  expect(await source.token()).toBe('token-2');
  source.drop('token-1');
  expect(await source.token()).toBe('token-2');
  state.now = 3_580 * second;
  state.away = true;
  source.drop('token-2');
  await expect(source.token()).rejects.toThrow('away');
});

test('an issuer that gives no token is quoted: what is wrong, and with which code', async () => {
  const transport = () => Promise.resolve({ status: 401, headers: {}, body: '{"error":"invalid_client","error_description":"No such client, or a wrong secret."}' });
  const source = createTokenSource('http://issuer.test/oauth/token', { clientId: 'a', clientSecret: 'b' }, Object.assign(transport, { close: () => undefined }), () => 0);
  await expect(source.token()).rejects.toMatchObject({ status: 401, code: 'invalid_client', document: { detail: 'No such client, or a wrong secret.' }, message: 'POST /oauth/token: 401 invalid_client: No such client, or a wrong secret.' });
});
