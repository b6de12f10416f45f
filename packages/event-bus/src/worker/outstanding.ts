import type { FromWorker, Question, Request } from './messages.js';

/** The thread that was asked is gone. Whether it had done what was asked is unknown; look before asking again. */
export class ProjectionThreadLost extends Error {
  override readonly name = 'ProjectionThreadLost';
  readonly retriable = true;
}

/** Those that only look, and one that says the same twice. */
const REPEATABLE: ReadonlySet<Question['verb']> = new Set(['status', 'waitFor', 'listParked', 'listSkipped', 'reconfigure']);

interface Asked {
  readonly question: Question;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Questions that wait for an answer. Those that can be asked twice are asked again of the next thread; the others are refused when theirs dies. */
export class Outstanding {
  readonly #asked = new Map<number, Asked>();
  #send: ((request: Request) => void) | undefined;
  #last = 0;
  #ended = false;

  /** A thread that answers, or none. */
  connect(send: ((request: Request) => void) | undefined): void {
    this.#send = send;
    for (const [id, { question }] of [...this.#asked]) {
      if (send !== undefined) send({ id, question });
      else if (!REPEATABLE.has(question.verb)) this.#lose(id);
    }
  }

  put(question: Question): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#last += 1;
      const id = this.#last;
      this.#asked.set(id, { question, resolve, reject });
      if (this.#ended) this.#lose(id);
      else if (this.#send !== undefined) this.#send({ id, question });
      else if (question.verb === 'close') this.#lose(id);
    });
  }

  settle(message: Extract<FromWorker, { kind: 'answer' | 'refusal' }>): void {
    const asked = this.#asked.get(message.id);
    this.#asked.delete(message.id);
    if (message.kind === 'answer') asked?.resolve(message.value);
    else asked?.reject(new Error(message.error));
  }

  /** Nothing will be answered any more. */
  end(): void {
    this.#ended = true;
    for (const id of [...this.#asked.keys()]) this.#lose(id);
  }

  #lose(id: number): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    asked?.reject(new ProjectionThreadLost('The thread of the projections ended before it answered.'));
  }
}
