import { GroupWriter } from './group-writer.js';

function counting() {
  const state = { transactions: 0, fail: undefined as Error | undefined };
  const writer = new GroupWriter((work) => {
    state.transactions += 1;
    work();
    if (state.fail !== undefined) throw state.fail;
    return undefined;
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

  test('is drained when nobody waits any more, at once when nothing waits', async () => {
    const { state, writer } = counting();
    const waiting = writer.write(() => 1);
    await writer.drain();
    await writer.drain();
    expect(state.transactions).toBe(1);
    await expect(waiting).resolves.toBe(1);
  });
});

/** A writer whose commits are durable when the test says so. */
function ahead() {
  const commits: { readonly durable: () => void; readonly lost: (error: Error) => void }[] = [];
  const looks: (() => void)[] = [];
  const writer = new GroupWriter((work) => {
    work();
    return new Promise((resolve, reject) => void commits.push({ durable: resolve, lost: reject }));
  }, setImmediate, (look) => void looks.push(look));
  const begun: string[] = [];
  const ended: string[] = [];
  const write = (name: string): Promise<void> => writer.write(() => void begun.push(name)).then(() => void ended.push(name), (error: { code: string }) => void ended.push(`${name} ${error.code}`));
  /** A while passes, after which is looked how the disk gets on. */
  const look = (): void => {
    for (const one of looks.splice(0)) one();
  };
  return { writer, commits, begun, ended, write, look, looks };
}

describe('group commit that waits for the disk elsewhere', () => {
  test('answers when the group is durable, and what was asked for meanwhile makes the next', async () => {
    const { writer, commits, begun, ended, write } = ahead();
    expect(writer.ahead).toBe(false);
    const first = write('one');
    await turn();
    const others = [write('two'), write('three')];
    await turn();
    await turn();
    expect({ ahead: writer.ahead, begun, ended }).toEqual({ ahead: true, begun: ['one'], ended: [] });
    commits[0]?.durable();
    await first;
    expect({ begun, ended }).toEqual({ begun: ['one'], ended: ['one'] });
    await turn();
    expect({ ahead: writer.ahead, begun, ended }).toEqual({ ahead: true, begun: ['one', 'two', 'three'], ended: ['one'] });
    commits[1]?.durable();
    await Promise.all(others);
    expect({ ahead: writer.ahead, ended, commits: commits.length }).toEqual({ ahead: false, ended: ['one', 'two', 'three'], commits: 2 });
  });

  test('refuses those of whom the disk has nobody knows what, and everybody after them', async () => {
    const { writer, commits, begun, ended, write } = ahead();
    const first = write('one');
    await turn();
    const second = write('two');
    commits[0]?.lost(Object.assign(new Error('disk'), { code: 'EIO' }));
    await Promise.all([first, second, turn().then(() => write('three'))]);
    expect({ begun, ended: ended.toSorted(), commits: commits.length }).toEqual({ begun: ['one'], ended: ['one vault-unavailable', 'three vault-unavailable', 'two vault-unavailable'], commits: 1 });
    expect(writer.ahead).toBe(true);
    expect(() => writer.probe()).toThrow(expect.objectContaining({ code: 'vault-unavailable' }));
  });

  test('is drained when the last that was asked for is durable, one group after the other', async () => {
    const { writer, commits, begun, ended, write } = ahead();
    const both = [write('one')];
    await turn();
    both.push(write('two'));
    let drained = false;
    const draining = writer.drain().then(() => (drained = true));
    await turn();
    expect({ drained, begun, commits: commits.length }).toEqual({ drained: false, begun: ['one'], commits: 1 });
    commits[0]?.durable();
    await both[0];
    await turn();
    expect({ drained, begun, ended }).toEqual({ drained: false, begun: ['one', 'two'], ended: ['one'] });
    commits[1]?.durable();
    await Promise.all([...both, draining]);
    expect(ended).toEqual(['one', 'two']);
  });

  test('settles nobody who was asked for while a group was under way that the disk then failed', async () => {
    const { writer, commits, ended, write } = ahead();
    const both = [write('one')];
    await turn();
    both.push(write('two'));
    const draining = writer.drain();
    commits[0]?.lost(Object.assign(new Error('disk'), { code: 'EIO' }));
    await turn();
    for (const { durable } of commits) durable();
    await Promise.all([...both, draining]);
    expect({ ended, commits: commits.length }).toEqual({ ended: ['one vault-unavailable', 'two vault-unavailable'], commits: 1 });
  });
});

describe('a disk that does not answer', () => {
  test('refuses everybody who waits and who comes, says so, and is taken at its word when it answers', async () => {
    const { writer, commits, begun, ended, write, look } = ahead();
    const first = write('one');
    await turn();
    const second = write('two');
    expect(() => writer.probe()).not.toThrow();
    look();
    await Promise.all([first, second, write('three')]);
    expect({ begun, ended, ahead: writer.ahead }).toEqual({ begun: ['one'], ended: ['one vault-unavailable', 'two vault-unavailable', 'three vault-unavailable'], ahead: true });
    expect(() => writer.probe()).toThrow(expect.objectContaining({ code: 'vault-unavailable', retriable: true }));
    commits[0]?.durable();
    await turn();
    expect(() => writer.probe()).not.toThrow();
    const fourth = write('four');
    await turn();
    commits[1]?.durable();
    await fourth;
    expect({ begun, ended: ended.slice(3), ahead: writer.ahead }).toEqual({ begun: ['one', 'four'], ended: ['four'], ahead: false });
  });

  test('and then fails what it was asked for refuses everybody until the next start', async () => {
    const { writer, commits, ended, write, look } = ahead();
    const first = write('one');
    await turn();
    look();
    await first;
    commits[0]?.lost(Object.assign(new Error('disk'), { code: 'EIO' }));
    await turn();
    await write('two');
    expect({ ended, ahead: writer.ahead, commits: commits.length }).toEqual({ ended: ['one vault-unavailable', 'two vault-unavailable'], ahead: true, commits: 1 });
  });

  test('is none that answers each time, however busy it is; and nobody looks when nothing is asked of it', async () => {
    const { writer, commits, ended, write, look, looks } = ahead();
    for (const name of ['one', 'two', 'three']) {
      const writing = write(name);
      await turn();
      const other = write(`${name} more`);
      commits.at(-1)?.durable();
      await writing;
      await turn();
      look();
      commits.at(-1)?.durable();
      await other;
    }
    expect(ended).toEqual(['one', 'one more', 'two', 'two more', 'three', 'three more']);
    expect(() => writer.probe()).not.toThrow();
    look();
    expect(looks).toEqual([]);
  });
});
