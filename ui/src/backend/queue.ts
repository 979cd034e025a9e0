// One call after the other. Commands reach the core in the order of the touches, and an answer
// that was asked for earlier never overwrites a newer one.

/** Runs tasks strictly in turn; one that fails does not stop those behind it. */
export class Queue {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(task, task);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }
}
