import { expectVaultError } from '../testing/refusing-cases.js';
import { VaultError } from '../vault-error.js';
import type { VaultAnswer } from './calls.js';
import { requestLimits } from './calls.js';
import type { EncodedCall } from './encode.js';
import { GroupedCalls } from './grouped.js';

const call = (text: string, items = 1): EncodedCall => ({ text, items });
const answerTo = ({ text }: EncodedCall): VaultAnswer => ({ answer: text });
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Keeps what is sent until it is told what becomes of it. */
function held(atOnce: number) {
  const sent: { readonly texts: readonly string[]; answer(): void; refuse(error: VaultError): void }[] = [];
  const grouped = new GroupedCalls(
    (calls) => new Promise((resolve, reject) => sent.push({ texts: calls.map(({ text }) => text), answer: () => resolve(calls.map(answerTo)), refuse: reject })),
    atOnce,
  );
  return { grouped, sent, requests: () => sent.map(({ texts }) => texts.join('')) };
}

describe('calls of the vault in groups', () => {
  test('go in one request where they were made in one turn, and each gets its own answer', async () => {
    const { grouped, sent, requests } = held(4);
    const answers = Promise.all(['a', 'b', 'c'].map((text) => grouped.ask(call(text))));
    await turn();
    expect(requests()).toEqual(['abc']);
    sent[0]?.answer();
    expect(await answers).toEqual([{ answer: 'a' }, { answer: 'b' }, { answer: 'c' }]);
  });

  test('wait for a connection together, and go in the order in which they were made', async () => {
    const { grouped, sent, requests } = held(2);
    const asked: Promise<VaultAnswer>[] = [];
    for (const text of ['a', 'b', 'c', 'd']) {
      asked.push(grouped.ask(call(text)));
      await turn();
    }
    expect(requests()).toEqual(['a', 'b']);
    sent[1]?.answer();
    await asked[1];
    await turn();
    expect(requests()).toEqual(['a', 'b', 'cd']);
    sent[0]?.answer();
    sent[2]?.answer();
    await Promise.all(asked);
  });

  test.each([
    ['calls', Array.from({ length: requestLimits.calls + 1 }, () => call('a', 0))],
    ['items', [call('a', requestLimits.items - 1), call('b', 2)]],
    ['bytes', [call('a'.repeat(requestLimits.bytes / 4)), call('b')]],
  ])('never hold more %s than a request takes', async (_what, calls) => {
    const { grouped, sent } = held(4);
    const answers = Promise.all(calls.map((one) => grouped.ask(one)));
    await turn();
    expect(sent.map(({ texts }) => texts.length)).toEqual([calls.length - 1, 1]);
    for (const request of sent) request.answer();
    await answers;
  });

  test('that were refused as a whole are asked one by one, so that nobody pays for another', async () => {
    const { grouped, sent, requests } = held(1);
    const asked = ['a', 'b', 'c'].map((text) => grouped.ask(call(text)));
    await turn();
    const late = grouped.ask(call('d'));
    await turn();
    sent[0]?.refuse(new VaultError('invalid-value', 'refused'));
    await turn();
    sent[1]?.answer();
    await asked[0];
    await turn();
    sent[2]?.refuse(new VaultError('invalid-value', 'refused'));
    await expectVaultError(asked[1] ?? late, 'invalid-value');
    await turn();
    sent[3]?.answer();
    await asked[2];
    await turn();
    sent[4]?.answer();
    expect(await late).toEqual({ answer: 'd' });
    expect(requests()).toEqual(['abc', 'a', 'b', 'c', 'd']);
  });

  test('do not wait behind a request that the vault left unanswered', async () => {
    const { grouped, sent, requests } = held(1);
    const asked = [grouped.ask(call('a'))];
    await turn();
    asked.push(grouped.ask(call('b')));
    await turn();
    sent[0]?.refuse(new VaultError('vault-unavailable', 'away'));
    for (const one of asked) await expectVaultError(one, 'vault-unavailable', true);
    expect(requests()).toEqual(['a']);
  });

  test('that were left out of an answer are told so', async () => {
    const grouped = new GroupedCalls((calls) => Promise.resolve(calls.slice(1).map(answerTo)), 1);
    const [a, b] = [grouped.ask(call('a')), grouped.ask(call('b'))];
    expect(await a).toEqual({ answer: 'b' });
    await expectVaultError(b, 'vault-unavailable', true);
  });
});
