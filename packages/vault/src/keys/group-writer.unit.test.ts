import { GroupWriter } from './group-writer.js';

function counting() {
  const state = { transactions: 0, fail: undefined as Error | undefined };
  const writer = new GroupWriter((work) => {
    state.transactions += 1;
    work();
    if (state.fail !== undefined) throw state.fail;
  });
  return { state, writer };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('group commit', () => {
  test('puts everything asked for in one turn of the event loop into one transaction, in order', async () => {
    const { state, writer } = counting();
    const order: number[] = [];
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, number) => writer.write(() => order.push(number))));
    expect(state.transactions).toBe(1);
    expect(order).toEqual(Array.from({ length: 100 }, (_, number) => number));
    expect(outcomes).toEqual(order.map((number) => number + 1));
    await turn();
    await writer.write(() => 0);
    expect(state.transactions).toBe(2);
  });

  test('answers nobody before the commit, and everybody with the error when it fails', async () => {
    const { state, writer } = counting();
    state.fail = Object.assign(new Error('disk'), { code: 'SQLITE_FULL' });
    const outcomes = await Promise.allSettled([writer.write(() => 1), writer.write(() => 2)]);
    expect(outcomes).toEqual([1, 2].map(() => ({ status: 'rejected', reason: expect.objectContaining({ code: 'vault-unavailable', retriable: true }) as unknown })));
    state.fail = undefined;
    await expect(writer.write(() => 3)).resolves.toBe(3);
  });

  test('commits at once when asked to, and nothing when nothing waits', async () => {
    const { state, writer } = counting();
    const waiting = writer.write(() => 1);
    writer.flush();
    writer.flush();
    expect(state.transactions).toBe(1);
    await expect(waiting).resolves.toBe(1);
  });
});
