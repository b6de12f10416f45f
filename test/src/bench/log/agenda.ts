/** Things by time, the earliest first: a binary heap. */
export class Agenda<T> {
  readonly #heap: { readonly time: number; readonly thing: T }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** Time of the earliest; infinity for an empty agenda. */
  get earliest(): number {
    return this.#heap[0]?.time ?? Number.POSITIVE_INFINITY;
  }

  put(time: number, thing: T): void {
    const heap = this.#heap;
    const entry = { time, thing };
    let at = heap.push(entry) - 1;
    for (let above = (at - 1) >> 1; at > 0 && time < this.#timeAt(above); at = above, above = (at - 1) >> 1) this.#swap(at, above);
  }

  take(): T | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.thing;
    heap[0] = last;
    for (let at = 0; ; ) {
      const least = this.#timeAt(2 * at + 1) <= this.#timeAt(2 * at + 2) ? 2 * at + 1 : 2 * at + 2;
      if (this.#timeAt(least) >= last.time) return first.thing;
      this.#swap(at, least);
      at = least;
    }
  }

  #timeAt(index: number): number {
    return this.#heap[index]?.time ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    if (x === undefined || y === undefined) return;
    this.#heap[a] = y;
    this.#heap[b] = x;
  }
}
