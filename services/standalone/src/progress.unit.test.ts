import { createProgress } from './progress.js';

describe('progress', () => {
  const target = (isTTY: boolean) => {
    const written: string[] = [];
    return { isTTY, written, write: (text: string) => written.push(text) };
  };

  test('is a line when it begins and for every tenth where nobody watches', () => {
    const log = target(false);
    const progress = createProgress('Playing', log, () => 0);
    for (let done = 1; done <= 1_000; done += 1) progress.update(done, 1_000);
    progress.end();
    expect(log.written).toHaveLength(11);
    // Nothing is known yet of how long it takes.
    expect(log.written[0]).toBe('Playing: 0 %  1/1,000\n');
    expect(log.written.at(-1)).toMatch(/^Playing: 100 % {2}1,000\/1,000/u);
  });

  test('is a bar on a terminal, drawn at most ten times a second', () => {
    const screen = target(true);
    let now = 0;
    const progress = createProgress('Playing', screen, () => now);
    for (let done = 1; done <= 1_000; done += 1) {
      now += 1;
      progress.update(done, 1_000);
    }
    progress.end();
    expect(screen.written.length).toBeLessThan(15);
    expect(screen.written.at(-2)).toContain(`[${'#'.repeat(30)}]`);
    expect(screen.written.at(-1)).toBe('\n');
  });

  test('tells no rate of work that took no time', () => {
    const log = target(false);
    let now = 0;
    const progress = createProgress('Restoring', log, () => now);
    now = 0.002;
    progress.update(300_000, 300_000);
    progress.end();
    expect(log.written).toEqual(['Restoring: 100 %  300,000/300,000  0 s\n']);
  });
});
