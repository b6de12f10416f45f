import type { Runtime } from '@guitu/service-kit';
import type { Chance } from '../support/seed.js';
import type { Owner, Scheduler } from './scheduler.js';

/** A simulated process of the operating system: a life of its own, and all waiting that happens in it. Once killed, nothing in it goes on. */
export class Machine implements Owner {
  #alive = true;
  #disposed = false;
  #die: () => void = () => undefined;
  /** Resolves when it is killed. */
  readonly death: Promise<undefined> = new Promise((resolve) => {
    this.#die = () => resolve(undefined);
  });
  readonly #waiting = new Set<(error: Error) => void>();

  constructor(
    readonly name: string,
    readonly scheduler: Scheduler,
    readonly chance: Chance,
  ) {}

  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves after so many simulated milliseconds; never, once the machine is dead. */
  wait(milliseconds: number, label: string, signal?: AbortSignal): Promise<void> {
    if (this.#disposed) return signal === undefined ? Promise.reject(new Error('the machine was switched off')) : Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (how: () => void): void => {
        this.#waiting.delete(fail);
        signal?.removeEventListener('abort', finish);
        how();
      };
      const fail = (error: Error): void => end(() => (signal === undefined ? reject(error) : resolve()));
      const finish = (): void => end(resolve);
      this.#waiting.add(fail);
      if (signal?.aborted === true) return finish();
      signal?.addEventListener('abort', finish, { once: true });
      this.scheduler.after(milliseconds, this, `${this.name} ${label}`, finish);
    });
  }

  /** Waits somewhere between nothing and so many milliseconds, most of the time short. */
  delay(most: number, label: string): Promise<void> {
    return this.wait(this.chance.percent(10) ? this.chance.below(most * 10) : this.chance.below(most), label);
  }

  kill(): void {
    this.#alive = false;
    this.#die();
  }

  /** After the simulation: lets what still waits in a dead machine fail, so that its files can be closed. */
  dispose(): void {
    this.#alive = false;
    this.#disposed = true;
    for (const fail of [...this.#waiting]) fail(new Error('the machine was switched off'));
  }
}

/** Business time runs this much faster than the simulation's, so that a second of traffic is an hour in a station. */
const BUSINESS_SPEED = 3_600;
const REAL_START = Date.parse('2026-01-01T00:00:00Z');

/** The business clock of all agencies; a fault may turn it. */
export interface BusinessClock {
  now(): number;
  turn(milliseconds: number): void;
}

export function businessClock(scheduler: Scheduler, start: string): BusinessClock {
  let offset = Date.parse(start);
  return {
    now: () => offset + scheduler.now * BUSINESS_SPEED,
    turn: (milliseconds) => {
      offset += milliseconds;
    },
  };
}

/** What production code sees of a machine. */
export function runtimeOf(machine: Machine, clock: BusinessClock): Runtime {
  const { chance, scheduler } = machine;
  return {
    realNow: () => REAL_START + scheduler.now,
    businessNow: () => clock.now(),
    random: () => chance.below(2 ** 30) / 2 ** 30,
    uuid: () => chance.uuid(),
    sleep: (milliseconds, signal) => machine.wait(milliseconds, 'sleeps', signal),
  };
}
