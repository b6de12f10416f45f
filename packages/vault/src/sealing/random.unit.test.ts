import { Random } from './random.js';

describe('the pool of randomness', () => {
  test('hands out every byte once and in order, whatever the sizes', () => {
    let next = 0;
    const random = new Random((size) => Buffer.from(Array.from({ length: size }, () => next++ % 251)));
    const first = Buffer.concat(Array.from({ length: 100 }, () => random.bytes(12)));
    expect([...first]).toEqual(Array.from({ length: 1_200 }, (_, index) => index % 251));
  });

  test('keeps nothing of what it gave, and what it gave does not change when it refills', () => {
    let pool = Buffer.alloc(0);
    const random = new Random((size) => (pool = Buffer.alloc(size, 9)));
    const piece = random.bytes(32);
    expect([...pool.subarray(0, 32)]).toEqual(Array.from({ length: 32 }, () => 0));
    for (let taken = 32; taken < 8_192; taken += 32) random.bytes(32);
    expect([...piece]).toEqual(Array.from({ length: 32 }, () => 9));
  });
});
